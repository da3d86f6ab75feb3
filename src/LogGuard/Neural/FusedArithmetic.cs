using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace LogGuard.Neural;

/// <summary>Whether a fused multiply-add is one instruction here, and not a call of the C library for each lane.</summary>
internal static class FusedArithmetic
{
    /// <summary>
    /// Whether the code that runs was compiled for fused multiply-add. A just-in-time compiler compiles for the processor. Ahead of
    /// time the vectors' methods are compiled for the instruction set of the project, which has the instruction if it has 256-bit
    /// vectors.
    /// </summary>
    /// <remarks>A property and not a field: with 256-bit vectors it is a constant for the compiler from the first call on.</remarks>
    public static bool IsAccelerated =>
        AdvSimd.IsSupported || (Fma.IsSupported && (Vector256.IsHardwareAccelerated || RuntimeFeature.IsDynamicCodeCompiled));

    /// <summary>
    /// Whether the processor has the instruction, and the application was compiled ahead of time without it. <see cref="Fma"/> is then
    /// not supported whatever the processor, which is therefore asked itself: bit 12 of leaf 1.
    /// </summary>
    public static bool IsLeftUnused =>
        !IsAccelerated && !RuntimeFeature.IsDynamicCodeCompiled && X86Base.IsSupported && (X86Base.CpuId(1, 0).Ecx & (1 << 12)) != 0;
}
