using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Models.NextKey;

/// <summary>The starting point of an update of a network. Immutable, so that any thread may read it.</summary>
/// <param name="Weights">The weights at the end of training.</param>
/// <param name="Rehearsal">Distinct windows of the training, rehearsed in each update so that they are not forgotten.</param>
internal sealed record UpdateBasis(IReadOnlyList<NamedTensor> Weights, WindowSet Rehearsal)
{
    /// <summary>
    /// Largest number of windows that are kept, about 200 KB at h = 10; HDFS has 4,900. If there are more, a seeded sample is kept in
    /// which each distinct window has the same chance, as training draws each once a pass.
    /// </summary>
    internal const int RehearsalLimit = 8_192;

    /// <summary>Copies the result of a training.</summary>
    public static UpdateBasis Of(INeuralNetwork network, WindowSet windows, int seed) => new(Copy(network.Weights), Choose(windows, seed));

    /// <summary>Copies weights.</summary>
    public static NamedTensor[] Copy(IReadOnlyList<NamedTensor> weights) =>
        [.. weights.Select(tensor => new NamedTensor(tensor.Name, tensor.Shape, (float[])tensor.Values.Clone()))];

    private static WindowSet Choose(WindowSet windows, int seed)
    {
        if (windows.Count <= RehearsalLimit)
        {
            return windows;
        }

        int[] order = [.. Enumerable.Range(0, windows.Count)];
        new SeededRandom(seed).Shuffle(order);
        Array.Resize(ref order, RehearsalLimit);
        Array.Sort(order);
        return windows.Take(order);
    }
}
