using System.Buffers.Binary;
using System.Diagnostics;

namespace WebApi.Orders;

/// <summary>The chances of one request. Thrown from its trace id: who sends the same trace ids has the same things happen.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public static Dice Of(ActivityTraceId traceId)
    {
        Span<byte> bytes = stackalloc byte[16];
        traceId.CopyTo(bytes);
        return new Dice(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    // SplitMix64: a step of the golden ratio, then mixed.
    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 up to but without the limit.</summary>
    public int Next(int limit) => (int)(Next() % (uint)limit);

    /// <summary>True in this share of cases.</summary>
    public bool Chance(double share) => (Next() >> 11) * (1.0 / (1UL << 53)) < share;
}
