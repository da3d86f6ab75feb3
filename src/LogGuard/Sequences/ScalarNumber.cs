namespace LogGuard.Sequences;

/// <summary>Converts a scalar of any type to a number, in the same way for every door. Allocates nothing.</summary>
internal static class ScalarNumber
{
    /// <summary>The number of an unboxed value. Boxes only values of rare types.</summary>
    // The JIT compiler evaluates the comparisons for each value type and removes the boxing.
    public static double OfUnboxed<T>(T scalar) =>
        typeof(T) == typeof(int) ? (int)(object)scalar!
        : typeof(T) == typeof(long) ? (long)(object)scalar!
        : typeof(T) == typeof(double) ? (double)(object)scalar!
        : typeof(T) == typeof(decimal) ? (double)(decimal)(object)scalar!
        : typeof(T) == typeof(bool) ? ((bool)(object)scalar! ? 1 : 0)
        : typeof(T) == typeof(TimeSpan) ? ((TimeSpan)(object)scalar!).TotalSeconds
        : typeof(T) == typeof(float) ? (float)(object)scalar!
        : typeof(T) == typeof(short) ? (short)(object)scalar!
        : typeof(T) == typeof(byte) ? (byte)(object)scalar!
        : typeof(T) == typeof(uint) ? (uint)(object)scalar!
        : typeof(T) == typeof(ulong) ? (ulong)(object)scalar!
        : scalar is null ? double.NaN : Of(scalar);

    /// <summary>The number of a value, of a time span in seconds; NaN if it is not numeric.</summary>
    // An enum is unboxed as its underlying integer.
    public static double Of(object scalar) => Type.GetTypeCode(scalar.GetType()) switch
    {
        TypeCode.Boolean => (bool)scalar ? 1 : 0,
        TypeCode.SByte => (sbyte)scalar,
        TypeCode.Byte => (byte)scalar,
        TypeCode.Int16 => (short)scalar,
        TypeCode.UInt16 => (ushort)scalar,
        TypeCode.Int32 => (int)scalar,
        TypeCode.UInt32 => (uint)scalar,
        TypeCode.Int64 => (long)scalar,
        TypeCode.UInt64 => (ulong)scalar,
        TypeCode.Single => (float)scalar,
        TypeCode.Double => (double)scalar,
        TypeCode.Decimal => (double)(decimal)scalar,
        _ => scalar switch
        {
            TimeSpan time => time.TotalSeconds,
            Half half => (double)half,
            Int128 integer => (double)integer,
            UInt128 integer => (double)integer,
            nint integer => integer,
            nuint integer => integer,
            _ => double.NaN,
        },
    };
}
