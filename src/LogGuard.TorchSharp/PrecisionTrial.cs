using System.Diagnostics;
using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// Measures whether a network trains faster in bfloat16 than in float32, with its own first batch. Conversions cost time: which one wins
/// depends on the GPU and on the sizes of network and batch.
/// </summary>
internal static class PrecisionTrial
{
    // The best of three, taking turns: an interruption makes a time longer, never shorter.
    private const int Rounds = 3;

    /// <summary>Measures both.</summary>
    /// <param name="build">Makes the network on the device; true for bfloat16.</param>
    /// <param name="weights">The weights to start with.</param>
    /// <param name="options">The optimiser; no step is done.</param>
    /// <param name="batch">The batch, checked.</param>
    /// <param name="targets">Its targets, checked.</param>
    /// <param name="weightSum">Sum of the weights of its rows.</param>
    public static (TimeSpan Mixed, TimeSpan Single) Measure(
        Func<bool, DeviceNetwork> build, IReadOnlyList<NamedTensor> weights, OptimizerOptions options, NetworkBatch batch, NetworkTargets targets, double weightSum)
    {
        using DeviceNetwork mixed = build(true);
        using DeviceNetwork single = build(false);
        mixed.Load(weights);
        single.Load(weights);
        using var mixedTrainer = new DeviceTrainer(mixed, options);
        using var singleTrainer = new DeviceTrainer(single, options);
        (TimeSpan bestMixed, TimeSpan bestSingle) = (TimeSpan.MaxValue, TimeSpan.MaxValue);

        // The first round, in which the device chooses its kernels, does not count.
        for (int round = 0; round <= Rounds; round++)
        {
            TimeSpan mixedTime = Time(mixedTrainer);
            TimeSpan singleTime = Time(singleTrainer);
            if (round > 0)
            {
                bestMixed = mixedTime < bestMixed ? mixedTime : bestMixed;
                bestSingle = singleTime < bestSingle ? singleTime : bestSingle;
            }
        }

        return (bestMixed, bestSingle);

        TimeSpan Time(DeviceTrainer trainer)
        {
            long start = Stopwatch.GetTimestamp();
            trainer.ComputeGradients(batch, targets, weightSum);
            return Stopwatch.GetElapsedTime(start);
        }
    }
}
