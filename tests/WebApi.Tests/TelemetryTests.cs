using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WebApi.Watching;

namespace WebApi.Tests;

public class TelemetryTests
{
    [Fact]
    public async Task WhatIsMeasuredUnderTheNameOfLogGuardGoesToTheCollector()
    {
        var called = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using var collector = builder.Build();
        collector.Run(async context =>
        {
            called.Enqueue(context.Request.Path);
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");

            // The answer of OTLP without a field: no bytes, not compressed.
            await context.Response.Body.WriteAsync(new byte[5]);
        });
        await collector.StartAsync();

        using (var telemetry = new Telemetry(new Uri(collector.Urls.First())))
        {
            await telemetry.StartAsync(CancellationToken.None);
            using var meter = new Meter(Telemetry.Name);
            meter.CreateCounter<long>("logguard.events.received").Add(1);
        }

        Assert.Contains(called, path => path.EndsWith("MetricsService/Export", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--otlp")]
    [InlineData("--otlp", "nowhere")]
    public void AnExportNeedsAnAddress(params string[] args) => Assert.Throws<ArgumentException>(() => AppSettings.Parse(args));

    [Fact]
    public void WhatTheServiceDoesNotKnowIsTheHosts()
    {
        var settings = AppSettings.Parse(["--urls", "http://localhost:1", "--faults", "--otlp", "http://localhost:4317"]);

        Assert.Equal(["--urls", "http://localhost:1"], settings.HostArguments);
        Assert.True(settings.AllowsFaults);
        Assert.Equal(new Uri("http://localhost:4317"), settings.OtlpEndpoint);
    }
}
