using System.Text.Json;

namespace LogGuard.Cli.Tests.Support;

/// <summary>What a command line did.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command line in this process, with piped streams.</summary>
    public static Task<CliRun> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>Runs a command line with bytes on standard input.</summary>
    public static async Task<CliRun> RunAsync(byte[] input, string[] arguments, CancellationToken cancellation = default)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var console = new CliConsole(output, TextWriter.Synchronized(error), () => new MemoryStream(input)) { HasPipedInput = input.Length > 0 };
        var code = await CommandLine.RunAsync(arguments, console, cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>This run, if it ended with a code.</summary>
    public CliRun Ended(int code)
    {
        Assert.True(code == ExitCode, $"exit code {ExitCode} instead of {code}\n{Error}\n{Output}");
        return this;
    }
}
