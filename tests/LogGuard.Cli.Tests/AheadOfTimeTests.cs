using System.Diagnostics;

namespace LogGuard.Cli.Tests;

/// <summary>Compiles the tool ahead of time.</summary>
public class AheadOfTimeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [AheadOfTimeFact]
    [Trait("Kind", "Slow")]
    public async Task TheToolLearnsAndDetectsWithoutARuntime()
    {
        using var folder = new TemporaryFolder();
        var (tool, model) = (Path.Combine(folder, "out", "LogGuard.Cli"), Path.Combine(folder, "model"));
        var published = await RunAsync(
            "dotnet", "publish", Path.Combine(Repository.Root, "src", "LogGuard.Cli", "LogGuard.Cli.csproj"), "-c", "Release", "-r", AheadOfTimeFactAttribute.Runtime,
            "-o", Path.Combine(folder, "out"), "--artifacts-path", Path.Combine(folder, "artifacts"), "--nologo", "-v", "q", "-p:PublishAot=true", "-p:PackAsTool=false",
            $"-p:CppCompilerAndLinker={AheadOfTimeFactAttribute.Linker}", "-p:LinkerFlavor=bfd",

            // The packages of others have warnings about trimming.
            "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false");
        Assert.True(published.ExitCode == 0, published.Text);

        var parsed = await RunAsync(tool, "parse", SampleLog.Hdfs, "--output", "json", "--top", "2");
        var trained = await RunAsync(tool, "train", SampleLog.Hdfs, "--session-pattern", "blk_-?\\d+", "--detector", "NewKey", "--model", model);
        var judged = await RunAsync(tool, "detect", SampleLog.At("hdfs", "HDFS_20000.log.gz"), "--model", model, "--output", "sarif");
        var listed = await RunAsync(tool, "models", "list", "--model", model);
        var helped = await RunAsync(tool, "detect", "--help");

        Assert.Contains("\"lines\": 4519", parsed.Text, StringComparison.Ordinal);
        Assert.True(trained.ExitCode == 0, trained.Text);
        Assert.True(judged.ExitCode is ExitCode.Nothing or ExitCode.Found, judged.Text);
        Assert.Contains("\"version\": \"2.1.0\"", judged.Text, StringComparison.Ordinal);
        Assert.Contains("| trained |", listed.Text, StringComparison.Ordinal);
        Assert.Contains("Examples:", helped.Text, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };

        // A build inside of a test run must not join the servers of the build outside.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
