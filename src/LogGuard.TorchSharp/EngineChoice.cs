using System.Runtime.CompilerServices;
using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// Makes the TorchSharp engine where everything it needs is there, else LogGuard's own, with one line that says why. Nothing
/// here may name a type of TorchSharp: its first use without a native library prints a trace to the console, and what failed
/// once stays broken for the life of the process.
/// </summary>
internal static class EngineChoice
{
    /// <summary>Makes an engine; never throws.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="tell">Receives the line, if there is one.</param>
    /// <param name="probe">Says why the native library cannot be used, null if it can; by default <see cref="NativeProbe.FindProblem()"/>.</param>
    public static INeuralEngine Make(TorchSharpOptions options, Action<string> tell, Func<string?>? probe = null)
    {
        string? problem;
        try
        {
            problem = (probe ?? NativeProbe.FindProblem)();
            if (problem is null)
            {
                INeuralEngine? engine = Open(options, tell, out problem);
                if (engine is not null)
                {
                    return engine;
                }
            }
        }
        catch (Exception exception)
        {
            problem = OneLine.Of(exception);
        }

        tell($"TorchSharp cannot be used, the managed engine takes its place: {problem}");
        return new ManagedEngine(lowPriority: true);
    }

    // A method of its own, so that TorchSharp is loaded after the probe and its absence is caught above.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static INeuralEngine? Open(TorchSharpOptions options, Action<string> tell, out string? problem) =>
        TorchSharpEngine.TryOpen(options, tell, out problem);
}
