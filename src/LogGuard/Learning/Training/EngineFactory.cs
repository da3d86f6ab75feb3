using LogGuard.Diagnostics;
using LogGuard.Neural;

namespace LogGuard.Learning.Training;

/// <summary>Makes the engine that networks are trained and served with.</summary>
internal static class EngineFactory
{
    /// <summary>
    /// Makes the engine that the options ask for. If that engine cannot be created, the managed engine is used, which is only
    /// slower.
    /// </summary>
    public static INeuralEngine Create(AnomalyDetectorOptions options, DiagnosticLog diagnostics)
    {
        try
        {
            if (options.EngineFactory is { } make)
            {
                return make(diagnostics.Warn) ?? throw new InvalidOperationException("its factory returned null");
            }
        }
        catch (Exception exception)
        {
            diagnostics.Warn($"the engine asked for cannot be used, the managed engine takes its place: {exception.Message}");
        }

        if (FusedArithmetic.IsLeftUnused)
        {
            diagnostics.Tell(
                "training is several times slower than it could be: this application was compiled ahead of time for an instruction set without "
                + "AVX2. If it runs on processors that have it, set <IlcInstructionSet>x86-64-v3</IlcInstructionSet> in its project file.");
        }

        return new ManagedEngine(lowPriority: true);
    }
}
