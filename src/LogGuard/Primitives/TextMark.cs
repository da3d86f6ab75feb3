namespace LogGuard.Primitives;

/// <summary>A number that stands for a short text where the text itself is not kept. It is saved, so it never changes.</summary>
internal static class TextMark
{
    /// <summary>Longest text that has a mark, in characters. States, modes and result codes are shorter; longer text is prose, a path or a query.</summary>
    public const int LengthLimit = 64;

    // A double holds whole numbers of 53 bits exactly. Among a thousand texts, two share one with a probability of 10⁻¹⁰.
    private const int LostBits = 64 - 53;

    /// <summary>The mark of a text; NaN if it is empty or too long.</summary>
    public static double Of(ReadOnlySpan<char> text) =>
        text.Length is 0 or > LengthLimit ? double.NaN : StableHash.Of(text) >> LostBits;
}
