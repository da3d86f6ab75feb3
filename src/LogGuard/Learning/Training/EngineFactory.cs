using LogGuard.Diagnostics;
using LogGuard.Neural;

namespace LogGuard.Learning.Training;

/// <summary>Makes the engine that networks are trained and served with.</summary>
internal static class EngineFactory
{
    /// <summary>
    /// Makes the engine that the options ask for. Another engine is only faster: where it cannot be made the managed one is used,
    /// so that the log is watched all the same.
    /// </summary>
    public static INeuralEngine Create(AnomalyDetectorOptions options, DiagnosticLog diagnostics)
    {
        try
        {
            if (options.EngineFactory is { } make)
            {
                return make(diagnostics.Tell) ?? throw new InvalidOperationException("its factory returned null");
            }
        }
        catch (Exception exception)
        {
            diagnostics.Tell($"the engine asked for cannot be used, the managed engine takes its place: {exception.Message}");
        }

        return new ManagedEngine(lowPriority: true);
    }
}
