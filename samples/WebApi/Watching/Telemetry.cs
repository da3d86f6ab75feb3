using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace WebApi.Watching;

/// <summary>Exports LogGuard's meter, and the spans of its trainings and snapshots, by OTLP.</summary>
internal sealed class Telemetry(Uri endpoint) : IHostedService, IDisposable
{
    /// <summary>The name of LogGuard's meter and of its activity source.</summary>
    public const string Name = "LogGuard";

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public static void Export(IServiceCollection services, Uri endpoint) => services.AddHostedService(_ => new Telemetry(endpoint));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics = Sdk.CreateMeterProviderBuilder().AddMeter(Name).AddOtlpExporter(exporter => exporter.Endpoint = endpoint).Build();
        _traces = Sdk.CreateTracerProviderBuilder().AddSource(Name).AddOtlpExporter(exporter => exporter.Endpoint = endpoint).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }
}
