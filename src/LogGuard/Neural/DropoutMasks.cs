namespace LogGuard.Neural;

/// <summary>
/// The factors by which dropout multiplies the values of one batch in training: 0 for a dropped value, 1 / (1 - p) for a kept one
/// (inverted dropout; Srivastava et al., 2014, section 10). They are a function of seed, batch and place, so that every engine drops the
/// same values.
/// </summary>
/// <remarks>
/// Only an engine that implements training needs it. Rows are addressed by their number in the batch, so a batch may be worked on in
/// parts of any size.
/// </remarks>
public sealed class DropoutMasks
{
    private readonly NetworkDescription _description;
    private readonly IReadOnlyList<NetworkSource> _sources;
    private readonly int[] _firstSites;
    private readonly int _seed;
    private readonly long _batch;
    private readonly int _rowCount;

    /// <summary>Makes the masks of a batch.</summary>
    /// <param name="description">The network.</param>
    /// <param name="seed">The seed; see <see cref="OptimizerOptions.DropoutSeed"/>.</param>
    /// <param name="batch">Number of optimiser steps that the trainer has done before.</param>
    /// <param name="rowCount">Number of rows of the whole batch.</param>
    public DropoutMasks(NetworkDescription description, int seed, long batch, int rowCount)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        (_description, _sources, _seed, _batch, _rowCount) = (description, description.Sources, seed, batch, rowCount);

        // Every place of dropout has a number: of each source the boundaries between recurrent layers, the pooled vector and the dense
        // layers; then the dense layers after the joined sources.
        _firstSites = new int[_sources.Count + 1];
        for (int source = 0; source < _sources.Count; source++)
        {
            _firstSites[source + 1] = PooledSite(source) + 1 + _sources[source].Layers.Count;
        }
    }

    /// <summary>Masks of the values that one recurrent layer passes to the next.</summary>
    /// <param name="source">Number of the source.</param>
    /// <param name="layer">Number of the lower layer, from 0.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="stepCount">Number of steps; see <see cref="SourceBatch.StepCount"/>.</param>
    /// <returns>Factors, row-major, (rows, steps, OutputSize of the recurrent layers).</returns>
    /// <exception cref="ArgumentException">There is no such layer with another one above, or the rows are not in the batch.</exception>
    public float[] BetweenRecurrent(int source, int layer, int firstRow, int rowCount, int stepCount)
    {
        RecurrentStack? stack = _sources[source].Recurrent;
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, (stack?.LayerCount ?? 0) - 1);
        CheckRows(firstRow, rowCount);
        var drawing = new Drawing(stack!.Dropout, Dropout.Key(_seed, _batch, _firstSites[source] + layer), stack.DirectionCount, stack.HiddenSize);
        var masks = new float[checked(rowCount * stepCount * drawing.Size)];
        int place = 0;
        for (int row = firstRow; row < firstRow + rowCount; row++)
        {
            // Rows are drawn shard by shard, and within a shard step by step.
            int shard = row / ManagedNetwork.ShardRows * ManagedNetwork.ShardRows;
            int shardRows = Math.Min(ManagedNetwork.ShardRows, _rowCount - shard);
            for (int step = 0; step < stepCount; step++, place += drawing.Size)
            {
                drawing.Draw((long)shard * stepCount + (long)step * shardRows + (row - shard), masks.AsSpan(place, drawing.Size));
            }
        }

        return masks;
    }

    /// <summary>Masks of a source's pooled vector.</summary>
    /// <param name="source">Number of the source.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <returns>Factors, row-major, (rows, PooledSize).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not in the batch.</exception>
    public float[] AfterPooling(int source, int firstRow, int rowCount)
    {
        NetworkSource described = _sources[source];
        return described.Recurrent is { } stack
            ? Rows(described.Dropout, PooledSite(source), stack.DirectionCount, stack.HiddenSize, firstRow, rowCount)
            : Rows(described.Dropout, PooledSite(source), 1, described.PooledSize, firstRow, rowCount);
    }

    /// <summary>Masks of the outputs of a dense layer of a source.</summary>
    /// <param name="source">Number of the source.</param>
    /// <param name="layer">Number of the layer in <see cref="NetworkSource.Layers"/>.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <returns>Factors, row-major, (rows, Size of the layer).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not in the batch.</exception>
    public float[] AfterSourceLayer(int source, int layer, int firstRow, int rowCount)
    {
        DenseLayer described = _sources[source].Layers[layer];
        return Rows(described.Dropout, PooledSite(source) + 1 + layer, 1, described.Size, firstRow, rowCount);
    }

    /// <summary>Masks of the outputs of a dense layer after the joined sources.</summary>
    /// <param name="layer">Number of the layer in <see cref="NetworkDescription.Layers"/>.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <returns>Factors, row-major, (rows, Size of the layer).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not in the batch.</exception>
    public float[] AfterLayer(int layer, int firstRow, int rowCount)
    {
        DenseLayer described = _description.Layers[layer];
        return Rows(described.Dropout, _firstSites[^1] + layer, 1, described.Size, firstRow, rowCount);
    }

    private int PooledSite(int source) => _firstSites[source] + Math.Max(_sources[source].Recurrent?.LayerCount ?? 1, 1) - 1;

    private float[] Rows(float probability, int site, int parts, int partSize, int firstRow, int rowCount)
    {
        CheckRows(firstRow, rowCount);
        var drawing = new Drawing(probability, Dropout.Key(_seed, _batch, site), parts, partSize);
        var masks = new float[checked(rowCount * drawing.Size)];
        for (int row = 0; row < rowCount; row++)
        {
            drawing.Draw(firstRow + row, masks.AsSpan(row * drawing.Size, drawing.Size));
        }

        return masks;
    }

    private void CheckRows(int firstRow, int rowCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstRow, _rowCount - rowCount);
    }

    // Draws rows as the managed engine lays them out, each part padded to whole panels, and leaves the padding out.
    private readonly unsafe struct Drawing(float probability, ulong key, int parts, int partSize)
    {
        private readonly float[] _padded = new float[checked(parts * PaddedRow.Pad(partSize))];

        public int Size { get; } = checked(parts * partSize);

        public void Draw(long row, Span<float> mask)
        {
            Array.Fill(_padded, 1f);
            fixed (float* values = _padded)
            {
                new Dropout(probability, key).Apply(values, values, (nint)row, 1, _padded.Length);
            }

            int width = _padded.Length / parts;
            for (int part = 0; part < parts; part++)
            {
                _padded.AsSpan(part * width, partSize).CopyTo(mask[(part * partSize)..]);
            }
        }
    }
}
