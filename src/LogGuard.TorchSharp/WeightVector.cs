namespace LogGuard.TorchSharp;

/// <summary>
/// The places of a network's weights in one vector. Weights of one block, such as a recurrent module, are neighbours, in the order and
/// with the gaps that they have in the memory of the device, so that a block is copied at once.
/// </summary>
internal sealed class WeightVector
{
    private readonly long[] _places;

    /// <param name="blocks">The weights of each block, with their places in it.</param>
    public WeightVector(IReadOnlyList<IReadOnlyList<PlacedWeight>> blocks)
    {
        _places = new long[blocks.Sum(block => block.Count)];
        var parts = new List<Part>();
        var ranges = new List<(long, long)>();
        foreach (IReadOnlyList<PlacedWeight> block in blocks)
        {
            long end = 0;
            foreach (PlacedWeight weight in block.OrderBy(weight => weight.Offset))
            {
                if (weight.Offset < end)
                {
                    throw new ArgumentException($"Weight {weight.Number} begins inside another one.", nameof(blocks));
                }

                if (weight.Offset > end)
                {
                    parts.Add(new Part(null, weight.Offset - end));
                }

                parts.Add(new Part(weight.Number, weight.Length));
                _places[weight.Number] = Length + weight.Offset;
                end = weight.Offset + weight.Length;
            }

            ranges.Add((Length, end));
            Length += end;
        }

        Parts = parts;
        Blocks = ranges;
    }

    /// <summary>Number of elements, gaps included.</summary>
    public long Length { get; }

    /// <summary>Weights and gaps in the order of the vector.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>First element and length of each block.</summary>
    public IReadOnlyList<(long Place, long Length)> Blocks { get; }

    /// <summary>First element of a weight.</summary>
    public long PlaceOf(int number) => _places[number];

    /// <summary>A weight of a block.</summary>
    /// <param name="Number">Its number in the order of <see cref="Neural.WeightLayout"/>.</param>
    /// <param name="Offset">Its first element in the block.</param>
    /// <param name="Length">Number of elements.</param>
    internal readonly record struct PlacedWeight(int Number, long Offset, long Length);

    /// <summary>A range of the vector.</summary>
    /// <param name="Number">Number of the weight; null for a gap.</param>
    /// <param name="Length">Number of elements.</param>
    internal readonly record struct Part(int? Number, long Length);
}
