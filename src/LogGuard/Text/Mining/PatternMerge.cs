namespace LogGuard.Parsing;

/// <summary>Patterns that may be replaced by one.</summary>
/// <param name="Patterns">The patterns, of one template or more.</param>
/// <param name="Tokens">The narrowest tokens that cover all of them and the line.</param>
internal sealed record PatternMerge(List<Pattern> Patterns, PatternToken[] Tokens);
