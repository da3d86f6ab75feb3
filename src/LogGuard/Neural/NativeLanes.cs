using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogGuard.Neural;

/// <summary>A vector as wide as <see cref="Vector{T}"/>.</summary>
internal readonly unsafe struct NativeLanes(Vector<float> value) : ILanes<NativeLanes>
{
    private readonly Vector<float> _value = value;

    public static int Count => Vector<float>.Count;

    /// <summary>The vector itself.</summary>
    public Vector<float> Value => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes Create(float value) => new(Vector.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes Load(float* place) => new(Vector.Load(place));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* place) => _value.Store(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes operator +(NativeLanes left, NativeLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes operator -(NativeLanes left, NativeLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes operator *(NativeLanes left, NativeLanes right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes operator /(NativeLanes left, NativeLanes right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes FusedMultiplyAdd(NativeLanes left, NativeLanes right, NativeLanes addend) =>
        new(FusedArithmetic.IsAccelerated
            ? Vector.FusedMultiplyAdd(left._value, right._value, addend._value)
            : left._value * right._value + addend._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes Clamp(NativeLanes value, NativeLanes min, NativeLanes max) =>
        new(Vector.MinNative(Vector.MaxNative(value._value, min._value), max._value));

    // n is added to the exponent, which begins at bit 23.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes ScaleByPower(NativeLanes value, NativeLanes power) =>
        new(Vector.AsVectorSingle(Vector.AsVectorInt32(value._value) + Vector.ShiftLeft(Vector.AsVectorInt32(power._value), 23)));
}
