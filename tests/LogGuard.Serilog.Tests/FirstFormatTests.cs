using LogGuard.Serilog.Tests.Support;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog.Tests;

/// <summary>
/// A snapshot that version 0.1.0 wrote in format 1, with a network that was taught an answered step, workflows that learnt two
/// answers, a value and a count marked normal; and the anomalies that 0.1.0 raised with it in eleven sessions.
/// </summary>
public class FirstFormatTests
{
    private static readonly string[] Faults =
        ["", "unpaid", "amount", "twice", "foreign", "short", "", "unpaid", "early", "late", "verylate"];

    private static readonly string Original = Path.Combine(AppContext.BaseDirectory, "Format1");

    private readonly MessageTemplateParser _parser = new();
    private DateTimeOffset _time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(30);

    [Fact]
    public async Task ASnapshotOfTheFirstFormatJudgesAsTheVersionThatWroteIt()
    {
        using var folder = new PipelineFolder();
        Copy(folder);

        var anomalies = await ReplayAsync(folder);

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Original, "expected.txt")), anomalies);
    }

    [Fact]
    public async Task ItJudgesTheSameOnceItIsSavedInTheCurrentFormat()
    {
        using var folder = new PipelineFolder();
        Copy(folder);
        await using (var detector = new AnomalyDetector(Options(folder, [])))
        {
            Assert.NotNull(await detector.SaveAsync());
        }

        Directory.Delete(Path.Combine(folder.Path, "000002"), recursive: true);
        var anomalies = await ReplayAsync(folder);

        Assert.Contains("\"Format\": 2,", await File.ReadAllTextAsync(Path.Combine(folder.Path, "000003", "manifest.json")));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Original, "expected.txt")), anomalies);
    }

    private static void Copy(PipelineFolder folder)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder.Path, "000002")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Original, "000002")))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }

    private static AnomalyDetectorOptions Options(PipelineFolder folder, List<Anomaly> anomalies) => new()
    {
        ModelPath = folder.Path,
        RequireModel = true,
        ApplicationVersion = "1.0",
        Seed = 1,
        Session = { Property = "OrderId", IdleTimeout = TimeSpan.FromMinutes(5) },
        Model = { HiddenSize = 8, LayerCount = 1, WindowSize = 5, TrainingSteps = 400 },
        Training = { SessionCount = 400 },
        OnAnomaly = anomalies.Add,
    };

    private async Task<string> ReplayAsync(PipelineFolder folder)
    {
        var anomalies = new List<Anomaly>();
        await using (var detector = new AnomalyDetector(Options(folder, anomalies)))
        {
            await using var log = new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger();
            var random = new Random(8);
            for (var i = 0; i < Faults.Length; i++)
            {
                WriteOrder(log, 2000 + i, random, Faults[i], Close);
                Close(2000 + i);
            }

            // As the idle time ended the sessions in 0.1.0. A log that pauses for longer than the idle time is a hole in time since then.
            void Close(int number)
            {
                detector.CloseSession($"order-{number}");
                _time += TimeSpan.FromMinutes(1);
            }

            await detector.CloseSessionsAsync();
        }

        return string.Join("\n", anomalies.Select(anomaly => $"{anomaly}\n  score:    {anomaly.Score:R}\n"));
    }

    private void WriteOrder(Logger log, int number, Random random, string fault, Action<int> close)
    {
        var id = $"order-{number}";
        if (fault == "early")
        {
            Write(log, "Voucher applied to {OrderId}", id);
        }

        Write(log, "Order {OrderId} placed", id);
        if (fault == "verylate")
        {
            close(number);
        }

        _time += fault == "late" ? TimeSpan.FromMinutes(3) : TimeSpan.Zero;
        var items = random.Next(1, 4);
        for (var i = 1; i <= items; i++)
        {
            Write(log, "Item {Item} of {OrderId} reserved", id, ("Item", i));
        }

        if (fault == "foreign")
        {
            Write(log, "Cache was flushed", id);
        }

        if (fault != "unpaid")
        {
            var amount = fault == "amount" ? 9000.0 : Math.Round(20 + (4 * (random.NextDouble() + random.NextDouble() + random.NextDouble())), 1);
            Write(log, "Payment of {Amount} for {OrderId} captured", id, ("Amount", amount));
        }

        if (random.Next(10) == 0)
        {
            Write(log, "Voucher applied to {OrderId}", id);
        }

        if (fault != "short")
        {
            Write(log, "Order {OrderId} shipped", id);
            Write(log, "Order {OrderId} closed", id);
        }

        if (fault == "twice")
        {
            Write(log, "Order {OrderId} closed", id);
        }
    }

    private void Write(Logger log, string template, string order, params (string Name, object Value)[] values)
    {
        _time += TimeSpan.FromSeconds(1);
        log.Write(new LogEvent(
            _time, LogEventLevel.Information, null, _parser.Parse(template),
            values.Append(("OrderId", order)).Select(value => new LogEventProperty(value.Item1, new ScalarValue(value.Item2)))));
    }
}
