using System.IO.Compression;
using System.Text;

namespace LogGuard.Cli.Tests;

public class ParseCommandTests
{
    [Fact]
    public async Task TheTemplatesOfARealLogAreCounted()
    {
        var run = (await CliRun.RunAsync("parse", SampleLog.Hdfs, "--output", "json", "--top", "0")).Ended(ExitCode.Nothing);

        Assert.Equal(4_519, run.Json.GetProperty("lines").GetInt64());
        Assert.Equal(0, run.Json.GetProperty("unparsed").GetInt64());
        Assert.Equal(4_519, run.Json.GetProperty("templates").EnumerateArray().Sum(template => template.GetProperty("count").GetInt64()));
        Assert.Contains("4,519 lines, 0 that do not fit the format (HDFS)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PipedTextHasATableWithoutColoursAndNoProgressBar()
    {
        var run = (await CliRun.RunAsync("parse", SampleLog.Hdfs, "--top", "3")).Ended(ExitCode.Nothing);

        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        Assert.Contains("| template", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task GzipPlainAndStandardInputGiveTheSame()
    {
        using var folder = new TemporaryFolder();
        var plain = Path.Combine(folder, "hdfs.log");
        File.WriteAllBytes(plain, Unpack(SampleLog.Hdfs));

        var packed = await CliRun.RunAsync("parse", SampleLog.Hdfs, "-o", "json");
        var unpacked = await CliRun.RunAsync("parse", plain, "-o", "json");
        var piped = await CliRun.RunAsync(File.ReadAllBytes(SampleLog.Hdfs), ["parse", "-o", "json"]);

        Assert.Equal(packed.Output, unpacked.Output);
        Assert.Equal(packed.Output, piped.Output);
    }

    [Fact]
    public async Task AGlobFindsFilesInFoldersBelow()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder, "a", "b"));
        File.WriteAllText(Path.Combine(folder, "a", "b", "one.log"), "hello 1\nhello 2\n");
        File.WriteAllText(Path.Combine(folder, "two.log"), "hello 3\n");
        File.WriteAllText(Path.Combine(folder, "three.txt"), "hello 4\n");

        var run = (await CliRun.RunAsync("parse", Path.Combine(folder, "**", "*.log"), "-o", "json", "--format", "Plain")).Ended(ExitCode.Nothing);

        Assert.Equal(3, run.Json.GetProperty("lines").GetInt64());
    }

    [Fact]
    public async Task LinesOfAStackTraceAreNoTemplates()
    {
        var log = "2026-11-30 10:00:00 ERROR request 1 failed\njava.io.IOException: gone\n  at a.b.C.d(C.java:1)\n2026-11-30 10:00:01 ERROR request 2 failed\n";

        var run = (await CliRun.RunAsync(Encoding.UTF8.GetBytes(log), ["parse", "--format", "<Date> <Time> <Level> <Content>", "-o", "json"])).Ended(ExitCode.Nothing);

        Assert.Equal("request <int> failed", Assert.Single(run.Json.GetProperty("templates").EnumerateArray()).GetProperty("template").GetString());
    }

    [Fact]
    public async Task TemplatesThatALogCarriesAreKeptAsTheyAre()
    {
        var log = "{\"@t\":\"2026-11-30T10:00:00Z\",\"@mt\":\"Order {Id} placed\",\"Id\":7}\n";

        var run = (await CliRun.RunAsync(Encoding.UTF8.GetBytes(log), ["parse", "-o", "clef"])).Ended(ExitCode.Nothing);

        Assert.Contains("\"Template\":\"Order {Id} placed\"", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-file.log", "does not exist")]
    [InlineData("no-such-*.log", "no file matches")]
    public async Task AFileThatIsNotThereEndsWithAMessageOnStandardError(string file, string message)
    {
        var run = (await CliRun.RunAsync("parse", file)).Ended(ExitCode.Failed);

        Assert.StartsWith("logguard: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task AnUnknownFormatNamesTheKnownOnes()
    {
        var run = (await CliRun.RunAsync("parse", SampleLog.Hdfs, "--format", "Hdsf")).Ended(ExitCode.Failed);

        Assert.Contains("there is no format 'Hdsf'", run.Error, StringComparison.Ordinal);
        Assert.Contains("HDFS", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedGzipFileEndsWithAMessage()
    {
        using var folder = new TemporaryFolder();
        var damaged = Path.Combine(folder, "damaged.log.gz");
        File.WriteAllBytes(damaged, File.ReadAllBytes(SampleLog.Hdfs)[..40_000]);

        var run = await CliRun.RunAsync("parse", damaged);

        run.Ended(ExitCode.Failed);
        Assert.Contains("cannot be read to its end: the gzip data is truncated", run.Error, StringComparison.Ordinal);
    }

    private static byte[] Unpack(string path)
    {
        using var content = new MemoryStream();
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
