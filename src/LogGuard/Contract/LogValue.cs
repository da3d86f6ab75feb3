using System.Globalization;

namespace LogGuard;

/// <summary>
/// Reads an event's scalar value as a number or as text. Every logging framework's integration uses it, so that a model learnt
/// through one of them fits events that come through another.
/// </summary>
/// <remarks>All members may be called from any thread.</remarks>
public static class LogValue
{
    /// <summary>Converts a value that is not boxed, as <see cref="ToNumber(object)"/> does. Boxes none of the usual types.</summary>
    /// <param name="scalar">The value; null is no number.</param>
    /// <returns>The number; NaN for a value that is none.</returns>
    // The JIT decides each comparison when it compiles the method for the type, and removes the boxes with it.
    public static double ToNumber<T>(T scalar) =>
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
        : ToNumber((object?)scalar);

    /// <summary>Converts a value to a number: a boolean to 0 or 1, a time span to its seconds, an enum to its integer. Allocates nothing.</summary>
    /// <param name="scalar">The value; null is no number.</param>
    /// <returns>The number; NaN for a value that is none, such as a text.</returns>
    public static double ToNumber(object? scalar) => scalar is null ? double.NaN : Type.GetTypeCode(scalar.GetType()) switch
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

    /// <summary>Converts a value to text by the invariant culture, as a session's id of that value is shown.</summary>
    /// <param name="value">The value; null becomes the empty text.</param>
    public static string ToText(object? value) => value switch
    {
        null => "",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
