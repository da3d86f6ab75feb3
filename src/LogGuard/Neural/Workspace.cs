namespace LogGuard.Neural;

/// <summary>
/// Runs a shard through the network, with one worker's buffers: sources, their outputs side by side, dense layers, scores.
/// The buffers grow to the size of the largest shard and are reused.
/// </summary>
internal sealed unsafe class Workspace
{
    private readonly PackedNetwork _network;
    private readonly SourceBuffers[] _sources;
    private readonly DenseBuffers _dense;
    private readonly SourceRows[] _rows;
    private AlignedBuffer? _joined;
    private AlignedBuffer? _joinedGradient;

    public Workspace(PackedNetwork network, bool keep)
    {
        _network = network;
        _sources = [.. network.Sources.Select(source => new SourceBuffers(source, keep))];
        _rows = new SourceRows[_sources.Length];
        _dense = new DenseBuffers(network.Dense, keep);
    }

    /// <summary>Runs forward.</summary>
    /// <param name="batch">The input of each source for the whole batch.</param>
    /// <param name="shard">The rows to run.</param>
    /// <returns>The scores, (rows, padded outputs).</returns>
    public float* Forward(SourceRows[] batch, in Shard shard)
    {
        _dense.Begin(shard.Rows);
        _joined = AlignedBuffer.Grow(_joined, checked(shard.Rows * _network.Joined.Width));
        int place = 0;
        for (int source = 0; source < _sources.Length; source++)
        {
            PackedSource packed = _network.Sources[source];
            _rows[source] = batch[source].From(shard.FirstRow, packed.Source.ValueCount);
            float* output = _sources[source].Forward(_rows[source], shard);
            int width = packed.Dense.Output.Width;
            CopyRows(output, width, _joined.Start + place, _network.Joined.Width, width, shard.Rows);
            place += width;
        }

        return _network.Dense.Forward(_dense, _joined.Start, shard);
    }

    /// <summary>The gradient of the scores; the caller fills it between <see cref="Forward"/> and <see cref="Backward"/>.</summary>
    public float* ScoreGradient => _dense.Gradient(_network.Dense.Count - 1);

    /// <summary>Runs backward and adds the gradients of the weights.</summary>
    public void Backward(GradientSums sums, in Shard shard)
    {
        int joined = _network.Joined.Width;
        _joinedGradient = AlignedBuffer.Grow(_joinedGradient, checked(shard.Rows * joined));
        _network.Dense.Backward(_dense, sums, _joined!.Start, _joinedGradient.Start, shard);

        int place = 0;
        for (int source = 0; source < _sources.Length; source++)
        {
            int width = _network.Sources[source].Dense.Output.Width;
            CopyRows(_joinedGradient.Start + place, joined, _sources[source].OutputGradient(shard.Rows), width, width, shard.Rows);
            _sources[source].Backward(sums, _rows[source], shard);
            place += width;
        }
    }

    private static void CopyRows(float* from, int fromStride, float* to, int toStride, int width, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            new Span<float>(from + (nint)row * fromStride, width).CopyTo(new Span<float>(to + (nint)row * toStride, width));
        }
    }
}
