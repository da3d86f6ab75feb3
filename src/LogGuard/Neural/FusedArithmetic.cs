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
    /// time, <see cref="Fma.IsSupported"/> asks the processor at run time, while the vectors' own methods are compiled for the
    /// instruction set of the project, which has the instruction if it has 256-bit vectors.
    /// </summary>
    public static readonly bool IsAccelerated =
        AdvSimd.IsSupported || (Fma.IsSupported && (RuntimeFeature.IsDynamicCodeCompiled || Vector256.IsHardwareAccelerated));

    /// <summary>Whether the processor has the instruction, and the application was compiled without it.</summary>
    public static bool IsLeftUnused => !IsAccelerated && Fma.IsSupported && !RuntimeFeature.IsDynamicCodeCompiled;
}
