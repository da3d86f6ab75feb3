using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuard.Benchmarks.Dashboard;

/// <summary>
/// How long the server takes for a page of a detector with 10,000 templates and 1,000 open causes, how large the page is, and what 20
/// browsers that listen cost the requests of the watched application.
/// </summary>
internal static class PageRun
{
    private const int TemplateCount = 10_000;
    private const int CauseCount = 1_000;
    private const int StepsOfASession = 10;
    private const int Repeats = 101;
    private const int Listeners = 20;
    private const int Pairs = 7;
    private const int Connections = 4;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);

    public static async Task RunAsync()
    {
        var options = new AnomalyDetectorOptions { VocabularyLimit = 20_000, Seed = 1 };
        options.Session.Property = "Id";
        options.Training.SessionCount = 1_000_000;
        options.Model.TrainingSteps = 50;
        options.Alerts.FingerprintLimit = 2_000;
        options.Queue.WhenFull = QueueFullMode.Wait;
        await using var detector = new AnomalyDetector(options);
        await using var app = Build(detector);
        await app.StartAsync();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Load");
        await FillAsync(detector, logger);
        var causes = await detector.GetCausesAsync();
        Console.WriteLine(FormattableString.Invariant($"{detector.Templates.Count:N0} templates, {causes.Count:N0} causes, {detector.State}"));

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var (slowest, largest) = (0.0, 0);
        foreach (var path in new[] { "/", $"/causes/{Uri.EscapeDataString(causes[0].Fingerprint)}", "/sessions", "/workflows", "/templates", "/templates?q=17", "/model", "/answers", "/settings" })
        {
            var (milliseconds, bytes) = await MeasureAsync(client, $"/logguard{path}");
            Console.WriteLine(FormattableString.Invariant($"{path.Split('?')[0],-40} {milliseconds,6:0.00} ms, {bytes,7:N0} bytes"));
            (slowest, largest) = (Math.Max(slowest, milliseconds), Math.Max(largest, bytes));
        }

        var ratios = new List<double>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            // In turns, each first once.
            var first = await RateAsync(client, detector, pair % 2 == 0 ? 0 : Listeners);
            var second = await RateAsync(client, detector, pair % 2 == 0 ? Listeners : 0);
            ratios.Add(pair % 2 == 0 ? second / first : first / second);
        }

        ratios.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"result slowest_page_ms={slowest:0.00} largest_page_bytes={largest} requests_ratio_with_{Listeners}_listeners={ratios[Pairs / 2]:0.000}"));
    }

    private static WebApplication Build(AnomalyDetector detector)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.None);
        builder.Logging.AddFilter("LogGuard", LogLevel.None);
        builder.Logging.AddAnomalyDetector(detector);
        builder.Services.AddLogGuardDashboard();
        var app = builder.Build();
        var number = 0;
        app.MapGet("/work", (ILoggerFactory loggers) =>
        {
            var logger = loggers.CreateLogger("Work");
            var id = Interlocked.Increment(ref number);
            logger.LogInformation("Work {Id} begun", id);
            logger.LogInformation("Work {Id} done", id);
            return "done";
        });
        app.MapLogGuard("/logguard", page => page.AllowAnonymous = true);
        return app;
    }

    private static async Task FillAsync(AnomalyDetector detector, ILogger logger)
    {
        var random = new Random(1);
#pragma warning disable CA2254, CA1848, CA1873 // The templates are the load.
        for (var session = 0; session < (TemplateCount - CauseCount) / StepsOfASession; session++)
        {
            for (var step = 0; step < StepsOfASession; step++)
            {
                logger.LogInformation(Template(random), session);
            }

            detector.CloseSession(session);
        }

        await detector.FlushAsync();
        await detector.TrainAsync();
        for (var cause = 0; cause < CauseCount; cause++)
        {
            logger.LogWarning(Template(random), 1_000_000 + cause);
            detector.CloseSession(1_000_000 + cause);
        }
#pragma warning restore CA2254, CA1848, CA1873

        await detector.FlushAsync();
    }

    // Words that no other template has: texts that are alike would be taken for one that the program builds.
    private static string Template(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(3, 8)).Select(_ => new string([.. Enumerable.Range(0, random.Next(4, 10)).Select(_ => (char)('a' + random.Next(26)))]))) + " {Id}";

    private static async Task<(double Milliseconds, int Bytes)> MeasureAsync(HttpClient client, string path)
    {
        var times = new List<double>();
        var bytes = 0;
        for (var i = 0; i < Repeats; i++)
        {
            var clock = Stopwatch.StartNew();
            bytes = (await client.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Length;
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        return (times[Repeats / 2], bytes);
    }

    // Requests a second of the application, with some anomalies meanwhile, so that there is something to tell.
    private static async Task<double> RateAsync(HttpClient client, AnomalyDetector detector, int listeners)
    {
        using var end = new CancellationTokenSource();
        var listening = Enumerable.Range(0, listeners).Select(_ => ListenAsync(client, end.Token)).ToArray();
        var (count, clock) = (0L, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (clock.Elapsed < Slice)
            {
                await client.GetByteArrayAsync(new Uri("/work", UriKind.Relative));
                Interlocked.Increment(ref count);
            }
        }));
        var rate = count / clock.Elapsed.TotalSeconds;
        await end.CancelAsync();
        await Task.WhenAll(listening);
        await detector.FlushAsync();
        return rate;
    }

    private static async Task ListenAsync(HttpClient client, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await client.GetStreamAsync(new Uri("/logguard/events", UriKind.Relative), cancellation);
            var buffer = new byte[1_024];
            while (await stream.ReadAsync(buffer, cancellation) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The slice is over.
        }
    }
}
