namespace LogGuard.Models.Values;

/// <summary>Reads the numbers of a saved series.</summary>
internal static class SeriesNumbers
{
    /// <summary>Reads a number that must be in a range.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static int ReadCount(BinaryReader reader, int least, int most) =>
        reader.Read7BitEncodedInt() is var value && value >= least && value <= most
            ? value
            : throw new InvalidDataException($"a series of values holds {value} where {least} to {most} is possible");

    public static void Fill(BinaryReader reader, Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = reader.ReadDouble();
        }
    }
}
