using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LogGuard.OpenTelemetry.Tests;

/// <summary>A host whose detector starts from recorded flows, so that one skipped step is an anomaly at once.</summary>
[SuppressMessage("Performance", "CA1848", Justification = "The lines of the application.")]
[SuppressMessage("Performance", "CA1873", Justification = "The lines of the application.")]
public sealed class AddLogGuardTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly List<LogRecord> _records = [];
    private readonly List<Activity> _spans = [];
    private readonly List<Metric> _metrics = [];
    private readonly ActivitySource _requests = new("Requests");
    private IHost? _host;

    public void Dispose()
    {
        _host?.Dispose();
        _requests.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task AnAnomalyIsALogRecordAndASpanInTheTraceOfItsRequest()
    {
        var request = await RunAsync(new AlwaysOnSampler());

        var span = Assert.Single(_spans, span => span.OperationName == "logguard.anomaly");
        var record = Assert.Single(_records, record => record.EventId.Name == "logguard.anomaly");
        Assert.Equal((request.TraceId, request.SpanId), (span.TraceId, span.ParentSpanId));
        Assert.Equal(request.Context, Assert.Single(span.Links).Context);
        Assert.Equal((span.TraceId, span.SpanId), (record.TraceId, record.SpanId));
        Assert.Equal((LogLevel.Warning, "LogGuard.OpenTelemetry.Anomalies"), (record.LogLevel, record.CategoryName));
        Assert.StartsWith("Unexpected line in session", record.FormattedMessage, StringComparison.Ordinal);
        Assert.Equal("Paid", Attribute(record, "logguard.skipped_step"));
        Assert.Equal("UnexpectedKey", Attribute(record, "logguard.kind"));
        Assert.Equal("Paid", span.GetTagItem("logguard.skipped_step"));
    }

    [Fact]
    public async Task ARunningRequestLinksToItsAnomaly()
    {
        var request = await RunAsync(new AlwaysOnSampler());

        var span = Assert.Single(_spans, span => span.OperationName == "logguard.anomaly");
        Assert.Equal(span.SpanId, Assert.Single(request.Links).Context.SpanId);
    }

    [Fact]
    public async Task AnAlertIsALogRecordInTheTraceOfItsAnomaly()
    {
        var request = await RunAsync(new AlwaysOnSampler());

        var record = Assert.Single(_records, record => record.EventId.Name == "logguard.alert");
        Assert.Equal((request.TraceId, "LogGuard.OpenTelemetry.Alerts"), (record.TraceId, record.CategoryName));
        Assert.Equal("New", Attribute(record, "logguard.state"));
        Assert.StartsWith("unexpected-line-", (string)Attribute(record, "logguard.fingerprint")!, StringComparison.Ordinal);
        Assert.DoesNotContain(_spans, span => span.OperationName == "logguard.alert");
        Assert.DoesNotContain(_records, record => record.CategoryName == "LogGuard.Anomalies");
    }

    [Fact]
    public async Task AnAnomalyOfATraceThatIsNotSampledIsALogRecordWithItsTraceId()
    {
        var request = await RunAsync(new AlwaysOffSampler());

        var record = Assert.Single(_records, record => record.EventId.Name == "logguard.anomaly");
        Assert.Equal(request.TraceId, record.TraceId);
        Assert.Empty(_spans);
    }

    [Fact]
    public async Task TheMeterOfTheDetectorIsExported()
    {
        await RunAsync(new AlwaysOnSampler());

        Assert.True(_host!.Services.GetRequiredService<MeterProvider>().ForceFlush());
        Assert.Contains(_metrics, metric => metric.MeterName == "LogGuard");
    }

    [Fact]
    public async Task TheDetectorDoesNotJudgeItsOwnRecords()
    {
        await RunAsync(new AlwaysOnSampler());

        Assert.Equal(2, _host!.Services.GetRequiredService<AnomalyDetector>().Counters.Received);
    }

    [Fact]
    public void SpansAreFoundByTheirTraceWhileTheyRunAndAfter()
    {
        using var spans = new RequestSpans();
        using var outer = new Activity("outer").Start();
        spans.OnStart(outer);
        using var inner = new Activity("inner").Start();
        spans.OnStart(inner);

        Assert.True(spans.TryFind(outer.TraceId, out var context, out var running));
        Assert.Equal((outer.SpanId, outer), (context.SpanId, running));
        inner.Stop();
        outer.Stop();
        Assert.True(spans.TryFind(outer.TraceId, out _, out running));
        Assert.Null(running);
        Assert.False(spans.TryFind(ActivityTraceId.CreateRandom(), out _, out _));
    }

    // Returns the request, which skipped a step, while it is running.
    private async Task<Activity> RunAsync(Sampler sampler)
    {
        var flows = Path.Combine(_folder, "flows.approved.md");
        await File.WriteAllTextAsync(flows, LogFlows.Of([["Placed", "Paid", "Shipped"]]).ToMarkdown());
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddFilter("Microsoft", LogLevel.None);
        builder.Logging.AddAnomalyDetector(options => options.Training.WarmStart = flows);
        builder.Services.AddOpenTelemetry()
            .AddLogGuard()
            .WithMetrics(metrics => metrics.AddInMemoryExporter(_metrics))
            .WithTracing(tracing => tracing.SetSampler(sampler).AddSource(_requests.Name).AddInMemoryExporter(_spans))
            .WithLogging(logging => logging.AddInMemoryExporter(_records), logging => logging.IncludeFormattedMessage = true);
        _host = builder.Build();
        await _host.StartAsync();
        var log = _host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");

        Activity.Current = null;
        var request = _requests.StartActivity("request") ?? new Activity("request").Start();
        log.LogInformation("Placed");
        log.LogInformation("Shipped");
        await _host.Services.GetRequiredService<AnomalyDetector>().FlushAsync().WaitAsync(Patience);

        // Stopping waits for the handlers.
        await _host.StopAsync();
        return request;
    }

    private static object? Attribute(LogRecord record, string name) => record.Attributes?.FirstOrDefault(attribute => attribute.Key == name).Value;
}
