namespace LogGuard.Parsing;

/// <summary>The text of a pattern's token: a piece of its line, because a string for each token takes most of the time of a new template.</summary>
/// <param name="source">The text that it is a piece of.</param>
/// <param name="start">Index of its first character.</param>
/// <param name="length">Its length.</param>
internal readonly struct TokenText(string source, int start, int length)
{
    public TokenText(string text)
        : this(text, 0, text.Length)
    {
    }

    public ReadOnlySpan<char> Span => source.AsSpan(start, length);

    public override string ToString() => source.Substring(start, length);
}
