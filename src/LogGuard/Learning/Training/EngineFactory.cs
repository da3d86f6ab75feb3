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

        return new ManagedEngine(lowPriority: true);
    }
}
