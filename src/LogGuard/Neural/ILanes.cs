namespace LogGuard.Neural;

/// <summary>
/// A vector of float32 of some width. <c>Vector&lt;float&gt;</c> has at most 256 bits unless the process is started
/// otherwise, and where 512 are there the gates of recurrent layers want them.
/// </summary>
/// <remarks>Each lane does the same IEEE operation in every implementation, so the width shows in no result.</remarks>
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

    /// <summary>left·right + addend, rounded once.</summary>
    static abstract T FusedMultiplyAdd(T left, T right, T addend);

    /// <summary>The value, but at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    static abstract T Clamp(T value, T min, T max);

    /// <summary>value·2ⁿ, n being the last nine bits of <paramref name="power"/>.</summary>
    static abstract T ScaleByPower(T value, T power);
}
