using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>Makes an engine at once, for tests and benchmarks; a detector's engine starts when it is needed.</summary>
internal static class EngineChoice
{
    /// <summary>
    /// Makes the TorchSharp engine if everything it needs is present, otherwise the managed engine, with one line that says why. Never
    /// throws.
    /// </summary>
    /// <param name="options">The settings.</param>
    /// <param name="tell">Receives the line, if there is one.</param>
    /// <param name="probe">Returns the reason why the native library cannot be used, null if it can. The default is <see cref="NativeProbe.FindProblem()"/>.</param>
    public static INeuralEngine Make(TorchSharpOptions options, Action<string> tell, Func<string?>? probe = null)
    {
        var engine = new TorchSharpEngine(options, tell, probe);
        return engine.TryStart() ? engine : new ManagedEngine(lowPriority: true);
    }
}
