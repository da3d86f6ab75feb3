using LogGuard.Primitives;

namespace LogGuard.Neural;

/// <summary>
/// xoshiro256** of Blackman and Vigna (2018), seeded by splitmix64. Own code, because the algorithm of <see cref="Random"/>
/// may change with the runtime, and the same seed must always give the same network.
/// </summary>
internal sealed class SeededRandom : IPlaceSource
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededRandom(int seed)
    {
        ulong state = (uint)seed;
        _a = SplitMix64.Next(ref state);
        _b = SplitMix64.Next(ref state);
        _c = SplitMix64.Next(ref state);
        _d = SplitMix64.Next(ref state);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = ulong.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in 0..1, 1 excluded, a multiple of 2^-53.</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0..<paramref name="count"/> - 1.</summary>
    public long NextPlace(long count) => (long)(NextUniform() * count);

    /// <summary>Normal with mean 0 and variance 1, by Marsaglia's polar method.</summary>
    public double NextNormal()
    {
        while (true)
        {
            double x = 2 * NextUniform() - 1;
            double y = 2 * NextUniform() - 1;
            double square = x * x + y * y;
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
            }
        }
    }

    /// <summary>Shuffles values (Fisher and Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = (int)(NextUniform() * (last + 1));
            (values[last], values[other]) = (values[other], values[last]);
        }
    }
}
