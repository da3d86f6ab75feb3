namespace LogGuard.Cli.Tests;

[Collection(ShopCollection.Name)]
public class WatchCommandTests(ShopLogs shop)
{
    [Fact]
    public async Task AFileThatGrowsIsReportedUntilTheUserEndsIt()
    {
        using var model = shop.CopyModel();
        var log = Path.Combine(model, "live.clef");
        using var stopping = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = new SignallingWriter("\"Kind\"");
        var console = new CliConsole(output, TextWriter.Synchronized(new StringWriter()), () => Stream.Null);

        var watching = CommandLine.RunAsync(["watch", log, "--model", model, "-o", "clef"], console, stopping.Token);
        File.WriteAllLines(log, File.ReadLines(shop.Unchanged).Take(40));
        File.AppendAllText(log, "{\"@t\":\"" + DateTime.UtcNow.ToString("O") + "\",\"@l\":\"Error\",\"@mt\":\"Disk {Disk} is full\",\"Disk\":\"C\",\"@tr\":\"0af7651916cd43dd8448eb211c80319c\"}\n"
            + File.ReadLines(shop.Unchanged).Last() + "\n");
        await output.Seen.WaitAsync(stopping.Token);
        await stopping.CancelAsync();

        Assert.Equal(ExitCode.Found, await watching);
        Assert.Contains("Disk {Disk} is full", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(Directory.EnumerateFiles(model), file => Path.GetFileName(file).StartsWith("position-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ThePipeOfAnotherProgramIsJudgedToItsEnd()
    {
        using var model = shop.CopyModel();

        var run = await CliRun.RunAsync(File.ReadAllBytes(shop.WithoutStep), ["watch", "-", "--model", model, "-o", "json", "--all"]);

        run.Ended(ExitCode.Found);
        Assert.All(run.Lines, line => Assert.NotEmpty(System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("anomaly").GetProperty("reason").GetString()!));
    }

    private sealed class SignallingWriter(string text) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override void Flush()
        {
            base.Flush();
            if (ToString().Contains(text, StringComparison.Ordinal))
            {
                _seen.TrySetResult();
            }
        }
    }
}
