namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>Why tests that need libtorch are skipped; null where they run.</summary>
internal static class TorchSkip
{
    // The variable is set where libtorch must be there: a probe that is wrong would otherwise skip what it is to be tested by.
    private static readonly Lazy<string?> Found = new(() =>
        Environment.GetEnvironmentVariable("LOGGUARD_TORCH_REQUIRED") == "1" ? null
        : NativeProbe.FindProblem() is { } problem ? $"TorchSharp cannot be used here: {problem}"
        : null);

    public static string? Reason => Found.Value;
}
