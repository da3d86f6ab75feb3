namespace LogGuard.Cli.Tests;

/// <summary>Compiles the tool ahead of time.</summary>
public class AheadOfTimeTests
{
    [AheadOfTimeFact]
    [Trait("Kind", "Slow")]
    public async Task TheToolLearnsAndDetectsWithoutARuntime()
    {
        using var folder = new TemporaryFolder();
        var (tool, model) = (Path.Combine(folder, "out", "LogGuard.Cli"), Path.Combine(folder, "model"));
        var published = await ProgramRun.RunAsync(
            "dotnet", "publish", Path.Combine(Repository.Root, "src", "LogGuard.Cli", "LogGuard.Cli.csproj"), "-c", "Release", "-r", AheadOfTimeFactAttribute.Runtime,
            "-o", Path.Combine(folder, "out"), "--artifacts-path", Path.Combine(folder, "artifacts"), "--nologo", "-v", "q", "-p:PublishAot=true", "-p:PackAsTool=false",
            $"-p:CppCompilerAndLinker={AheadOfTimeFactAttribute.Linker}", "-p:LinkerFlavor=bfd",

            // The packages of others have warnings about trimming.
            "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false");
        Assert.True(published.ExitCode == 0, published.Text);

        var parsed = await ProgramRun.RunAsync(tool, "parse", SampleLog.Hdfs, "--output", "json", "--top", "2");
        var trained = await ProgramRun.RunAsync(tool, "train", SampleLog.Hdfs, "--session-pattern", "blk_-?\\d+", "--detector", "NewKey", "--model", model);
        var judged = await ProgramRun.RunAsync(tool, "detect", SampleLog.At("hdfs", "HDFS_20000.log.gz"), "--model", model, "--output", "sarif");
        var listed = await ProgramRun.RunAsync(tool, "models", "list", "--model", model);
        var helped = await ProgramRun.RunAsync(tool, "detect", "--help");

        Assert.Contains("\"lines\": 4519", parsed.Text, StringComparison.Ordinal);
        Assert.True(trained.ExitCode == 0, trained.Text);
        Assert.True(judged.ExitCode is ExitCode.Nothing or ExitCode.Found, judged.Text);
        Assert.Contains("\"version\": \"2.1.0\"", judged.Text, StringComparison.Ordinal);
        Assert.Contains("| trained |", listed.Text, StringComparison.Ordinal);
        Assert.Contains("Examples:", helped.Text, StringComparison.Ordinal);
    }
}
