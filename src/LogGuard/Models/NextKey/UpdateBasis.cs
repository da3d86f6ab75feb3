using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Models.NextKey;

/// <summary>What an update of a network begins with. Immutable, so that any thread may read it.</summary>
/// <param name="Weights">The weights as training left them.</param>
/// <param name="Rehearsal">Distinct windows of the training, rehearsed in each update, lest they be forgotten.</param>
internal sealed record UpdateBasis(IReadOnlyList<NamedTensor> Weights, WindowSet Rehearsal)
{
    /// <summary>
    /// Most windows that are kept, about 200 KB at h = 10: all of HDFS's 4,900. Of more a seeded choice is kept in which
    /// each distinct one has the same chance, as it is drawn once a pass in training.
    /// </summary>
    internal const int RehearsalLimit = 8_192;

    /// <summary>Keeps what a training left.</summary>
    public static UpdateBasis Of(INeuralNetwork network, WindowSet windows, int seed) => new(Copy(network.Weights), Choose(windows, seed));

    /// <summary>Weights that nobody else changes.</summary>
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
