namespace LogGuard.Parsing;

/// <summary>The place of a piece of text. <see cref="None"/> is no text, which differs from an empty one.</summary>
internal readonly record struct LineRange(int Start, int Length)
{
    public static readonly LineRange None = new(-1, 0);

    public bool Exists => Start >= 0;

    public int End => Start + Length;

    public static LineRange Between(int start, int end) => new(start, end - start);

    public ReadOnlySpan<char> Of(ReadOnlySpan<char> text) => Start >= 0 ? text.Slice(Start, Length) : default;
}
