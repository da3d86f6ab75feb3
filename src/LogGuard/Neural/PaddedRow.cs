namespace LogGuard.Neural;

/// <summary>
/// The layout of a row whose parts are padded to whole panels of the matrix product, so that no inner loop has a tail. The
/// weights of the padding are zero, so its content has no effect.
/// </summary>
internal sealed class PaddedRow
{
    private readonly int[] _places;

    private PaddedRow(int[] places, int width)
    {
        _places = places;
        Width = width;
    }

    /// <summary>Numbers without padding.</summary>
    public int Length => _places.Length;

    /// <summary>Numbers with padding.</summary>
    public int Width { get; }

    /// <summary>Index of each number in the padded row.</summary>
    public ReadOnlySpan<int> Places => _places;

    /// <summary>Rounds a length up to whole panels.</summary>
    public static int Pad(int length) => checked(length + Panels.Width - 1) / Panels.Width * Panels.Width;

    /// <summary>A row of one part.</summary>
    public static PaddedRow Of(int length) => new([.. Enumerable.Range(0, length)], Pad(length));

    /// <summary>A row without padding; usable on the left of a product only.</summary>
    public static PaddedRow Tight(int length) => new([.. Enumerable.Range(0, length)], length);

    /// <summary>Rows side by side.</summary>
    public static PaddedRow Join(IEnumerable<PaddedRow> parts)
    {
        var places = new List<int>();
        int width = 0;
        foreach (PaddedRow part in parts)
        {
            int start = width;
            places.AddRange(part._places.Select(place => start + place));
            width = checked(width + part.Width);
        }

        return new PaddedRow([.. places], width);
    }

    /// <summary>A row of equal parts in another order in memory: part j is at position <paramref name="order"/>[j].</summary>
    public static PaddedRow Of(PaddedRow part, ReadOnlySpan<int> order)
    {
        var places = new List<int>();
        foreach (int position in order)
        {
            places.AddRange(part._places.Select(place => checked(position * part.Width) + place));
        }

        return new PaddedRow([.. places], checked(order.Length * part.Width));
    }
}
