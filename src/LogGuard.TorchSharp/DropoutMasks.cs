using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// What dropout multiplies values by: exactly what the managed engine would. libtorch's own dropout draws from one stream for the whole
/// process, so that the same seed would not give the same network.
/// </summary>
/// <remarks>Worked out on the host, and only for networks with dropout; none of the detector's own has any.</remarks>
/// <param name="seed">Seed of what is dropped.</param>
/// <param name="batch">Number of the batch in this training.</param>
internal sealed unsafe class DropoutMasks(int seed, long batch)
{
    /// <summary>Masks of single rows.</summary>
    /// <param name="probability">Share that is dropped.</param>
    /// <param name="site">Number of the dropout in its network.</param>
    /// <param name="layout">How the managed engine lays a row out.</param>
    /// <param name="firstRow">Number of the first row in its batch.</param>
    /// <param name="rows">Number of rows.</param>
    /// <returns>(rows, layout's length).</returns>
    public float[] Rows(float probability, int site, PaddedRow layout, int firstRow, int rows) =>
        Draw(probability, site, layout, firstRow, rows);

    /// <summary>
    /// Masks of steps. There the managed engine draws for each shard of its own, and within it step by step, so that
    /// <paramref name="firstRow"/> must be the first of a shard.
    /// </summary>
    /// <returns>(rows, steps, layout's length).</returns>
    public float[] Steps(float probability, int site, PaddedRow layout, int firstRow, int rows, int steps)
    {
        var masks = new float[checked(rows * steps * layout.Length)];
        for (int first = 0; first < rows; first += ManagedNetwork.ShardRows)
        {
            int count = Math.Min(ManagedNetwork.ShardRows, rows - first);
            float[] drawn = Draw(probability, site, layout, (firstRow + first) * steps, count * steps);
            for (int row = 0; row < count; row++)
            {
                for (int step = 0; step < steps; step++)
                {
                    drawn.AsSpan((step * count + row) * layout.Length, layout.Length)
                        .CopyTo(masks.AsSpan(((first + row) * steps + step) * layout.Length));
                }
            }
        }

        return masks;
    }

    private float[] Draw(float probability, int site, PaddedRow layout, int firstRow, int rows)
    {
        var padded = new float[checked(rows * layout.Width)];
        Array.Fill(padded, 1f);
        fixed (float* values = padded)
        {
            new Dropout(probability, Dropout.Key(seed, batch, site)).Apply(values, values, firstRow, rows, layout.Width);
        }

        var masks = new float[rows * layout.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < layout.Length; j++)
            {
                masks[row * layout.Length + j] = padded[row * layout.Width + layout.Places[j]];
            }
        }

        return masks;
    }
}
