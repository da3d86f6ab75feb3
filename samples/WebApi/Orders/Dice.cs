using System.Buffers.Binary;
using System.Diagnostics;

namespace WebApi.Orders;

/// <summary>The random numbers of one request, seeded by its trace id: equal trace ids give equal requests.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public static Dice Of(ActivityTraceId traceId)
    {
        Span<byte> bytes = stackalloc byte[16];
        traceId.CopyTo(bytes);
        return new Dice(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    // SplitMix64: adds the golden ratio, then mixes.
    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Returns a number from 0 to below the limit.</summary>
    public int Next(int limit) => (int)(Next() % (uint)limit);

    /// <summary>Returns true in this share of cases.</summary>
    public bool Chance(double share) => (Next() >> 11) * (1.0 / (1UL << 53)) < share;
}
