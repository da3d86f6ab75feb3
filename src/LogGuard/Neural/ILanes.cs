namespace LogGuard.Neural;

/// <summary>
/// A vector of float32 of some width. By default <c>Vector&lt;float&gt;</c> has at most 256 bits; this interface lets the
/// gates of recurrent layers use 512 bits where the processor has them.
/// </summary>
/// <remarks>
/// Each lane does the same IEEE operation in every implementation, so results do not depend on the width. They do depend on
/// <see cref="FusedArithmetic.IsAccelerated"/>.
/// </remarks>
/// <typeparam name="T">The implementation itself.</typeparam>
internal unsafe interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Number of lanes; divides <see cref="Panels.Width"/>.</summary>
    static abstract int Count { get; }

    /// <summary>The same value in all lanes.</summary>
    static abstract T Create(float value);

    /// <summary>Reads <see cref="Count"/> values.</summary>
    static abstract T Load(float* place);

    /// <summary>Writes <see cref="Count"/> values.</summary>
    void Store(float* place);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    /// <summary>left·right + addend, rounded once; twice without <see cref="FusedArithmetic.IsAccelerated"/>.</summary>
    static abstract T FusedMultiplyAdd(T left, T right, T addend);

    /// <summary>The value limited to <paramref name="min"/>..<paramref name="max"/>.</summary>
    static abstract T Clamp(T value, T min, T max);

    /// <summary>value·2ⁿ, n being the last nine bits of <paramref name="power"/>.</summary>
    static abstract T ScaleByPower(T value, T power);
}
