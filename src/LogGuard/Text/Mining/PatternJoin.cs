namespace LogGuard.Parsing;

/// <summary>Patterns that may become one.</summary>
/// <param name="Patterns">The patterns, of at least one template.</param>
/// <param name="Tokens">The narrowest tokens that cover all of them and the line.</param>
internal sealed record PatternJoin(List<Pattern> Patterns, PatternToken[] Tokens);
