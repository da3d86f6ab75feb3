using System.Runtime.CompilerServices;
using LogGuard.Primitives;

namespace LogGuard.Neural;

/// <summary>
/// Inverted dropout (Srivastava et al., 2014, section 10): y = x·m / (1 - p), where m is 0 with probability p, else 1.
/// </summary>
/// <remarks>
/// m is a function of seed, batch, layer and place instead of a stream of random numbers: the backward pass recomputes it,
/// and it does not depend on the number of threads. p is rounded to a multiple of 2^-16.
/// </remarks>
/// <param name="probability">p; 0 drops nothing.</param>
/// <param name="key">Hash of seed, batch and layer, made by <see cref="Key"/>.</param>
internal readonly unsafe struct Dropout(float probability, ulong key)
{
    private const int PerHash = 4;

    /// <summary>Applies dropout to some rows.</summary>
    /// <param name="from">The values, (rows, width).</param>
    /// <param name="to">Receives the result; may be the same memory as <paramref name="from"/>.</param>
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

    /// <summary>Hashes a seed and the numbers of a batch and a layer.</summary>
    public static ulong Key(int seed, long batch, int site) =>
        Mix(Mix(((ulong)(uint)seed << 32) | (uint)site) + (ulong)batch);

    // One step of splitmix64 from a state: a key of 0 must not stay 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong state) => SplitMix64.Next(ref state);
}
