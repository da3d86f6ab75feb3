using System.Runtime.CompilerServices;
using LogGuard.Primitives;

namespace LogGuard.Neural;

/// <summary>
/// Inverted dropout (Srivastava et al., 2014, section 10): y = x·m / (1 - p), where m is 0 with probability p, else 1.
/// </summary>
/// <remarks>
/// m is no stream of random numbers but a function of seed, batch, layer and place, so that the backward pass finds it
/// again and threads cannot change it. p is taken in steps of 2^-16.
/// </remarks>
/// <param name="probability">p; at 0 nothing is done.</param>
/// <param name="key">What seed, batch and layer have become.</param>
internal readonly unsafe struct Dropout(float probability, ulong key)
{
    private const int PerHash = 4;

    /// <summary>Drops values of some rows.</summary>
    /// <param name="from">The values, (rows, width).</param>
    /// <param name="to">Receives them; may be the same place.</param>
    /// <param name="firstRow">Number of the first row in its batch.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row, a multiple of 4.</param>
    public void Apply(float* from, float* to, nint firstRow, nint rows, int width)
    {
        if (probability == 0)
        {
            return;
        }

        var threshold = (uint)MathF.Round(probability * (1 << 16));
        float scale = 1 / (1 - probability);
        ulong place = (ulong)firstRow * (ulong)width;
        for (nint j = 0; j < rows * width; j += PerHash, place += PerHash)
        {
            ulong bits = Mix(key + place * SplitMix64.GoldenRatio);
            for (int lane = 0; lane < PerHash; lane++)
            {
                to[j + lane] = (ushort)(bits >> (16 * lane)) < threshold ? 0 : from[j + lane] * scale;
            }
        }
    }

    /// <summary>Makes a key of a seed and the numbers of a batch and a layer.</summary>
    public static ulong Key(int seed, long batch, int site) =>
        Mix(Mix(((ulong)(uint)seed << 32) | (uint)site) + (ulong)batch);

    // One step of splitmix64 from a state: a key of 0 must not stay 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong state) => SplitMix64.Next(ref state);
}
