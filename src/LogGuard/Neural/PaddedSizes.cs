namespace LogGuard.Neural;

/// <summary>
/// Row lengths inside the managed engine, rounded up to whole panels of the matrix product, so that no inner loop
/// has a tail. The added weights are zero, and then the added units are zero at every step: they change nothing.
/// </summary>
internal sealed class PaddedSizes
{
    public PaddedSizes(NetworkDescription description)
    {
        Hidden = Pad(description.HiddenSize);
        Gates = 4 * Hidden;
        GateStride = Gates + 16;
        Embedding = description.Input == NetworkInput.Embedding ? Pad(description.EmbeddingSize) : 0;
        Output = Pad(description.OutputCount);
    }

    /// <summary>Length of a row of hidden or cell states.</summary>
    public int Hidden { get; }

    /// <summary>Length of a row of gates: input, forget, cell and output gate, each <see cref="Hidden"/> long.</summary>
    public int Gates { get; }

    /// <summary>
    /// Distance of two rows of gates. It is one cache line more than a row, because rows a power of two apart fall
    /// into the same few sets of the cache and drive each other out.
    /// </summary>
    public int GateStride { get; }

    /// <summary>Length of an embedding vector; 0 with one-hot input.</summary>
    public int Embedding { get; }

    /// <summary>Length of a row of output classes.</summary>
    public int Output { get; }

    /// <summary>Rounds up to whole panels.</summary>
    public static int Pad(int length) => checked(length + Panels.Width - 1) / Panels.Width * Panels.Width;
}
