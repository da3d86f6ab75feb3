using System.Runtime.CompilerServices;

namespace LogGuard.Primitives;

/// <summary>The generator splitmix64 (Steele, Lea and Flood, 2014). Its numbers are saved in snapshots and must never change.</summary>
internal static class SplitMix64
{
    /// <summary>The fraction of the golden ratio in 64 bits: the step from one state of the generator to the next.</summary>
    public const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    /// <summary>The first factor of <see cref="Mix"/>.</summary>
    public const ulong FirstFactor = 0xBF58476D1CE4E5B9;

    private const ulong SecondFactor = 0x94D049BB133111EB;

    /// <summary>The generator's next number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Next(ref ulong state) => Mix(state += GoldenRatio);

    /// <summary>The generator's finaliser: every bit of the value changes every bit of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * FirstFactor;
        value = (value ^ (value >> 27)) * SecondFactor;
        return value ^ (value >> 31);
    }
}
