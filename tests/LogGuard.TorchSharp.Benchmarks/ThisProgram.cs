using System.Diagnostics;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>This program, run again in a process of its own.</summary>
internal static class ThisProgram
{
    /// <summary>Runs it and waits for its end.</summary>
    /// <returns>The exit code (128 + n after signal n), and what it wrote to both outputs, line by line.</returns>
    public static (int ExitCode, string[] Lines) Run(params string[] arguments)
    {
        // Started by the host of the SDK, the program is the host's argument.
        var host = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(host) == "dotnet" ? ["exec", typeof(ThisProgram).Assembly.Location] : [];
        var start = new ProcessStartInfo(host, [.. program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
