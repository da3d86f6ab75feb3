using Serilog;

namespace LogGuard.Serilog.Tests;

[Collection(SelfLogCollection.Name)]
public class SelfLogTests
{
    [Fact]
    public void WithoutAReceiverAnomaliesGoToTheSelfLog()
    {
        using var folder = Orders.TrainedFolder();
        using var selfLog = new TemporarySelfLog();

        using (var log = new LoggerConfiguration().WriteTo.AnomalyDetector(folder.Path, sessionProperty: "OrderId").CreateLogger())
        {
            log.Warning("Braces {{}} and {Value} are kept", "{0}");
        }

        // Serilog's SelfLog formats; what is in an anomaly is no format.
        var line = Assert.Single(selfLog.Lines, line => line.Contains("Unknown line in session stream"));
        Assert.Contains("Braces {} and {0} are kept", line);
    }

    [Fact]
    public void WithAReceiverAnomaliesDoNot()
    {
        using var folder = Orders.TrainedFolder();
        using var selfLog = new TemporarySelfLog();
        var received = 0;

        using (var log = new LoggerConfiguration().WriteTo.AnomalyDetector(folder.Path, sessionProperty: "OrderId", onAnomaly: _ => received++).CreateLogger())
        {
            log.Warning("The warehouse burns");
        }

        Assert.Equal(1, received);
        Assert.DoesNotContain(selfLog.Lines, line => line.Contains("Unknown line"));
    }

    [Fact]
    public void WithAReceiverOfAlertsAnomaliesDoNotEither()
    {
        using var folder = Orders.TrainedFolder();
        using var selfLog = new TemporarySelfLog();
        var received = 0;

        using (var log = new LoggerConfiguration().WriteTo.AnomalyDetector(options =>
        {
            Orders.Set(options);
            (options.ModelPath, options.OnAlert) = (folder.Path, _ => received++);
        }).CreateLogger())
        {
            log.Warning("The warehouse burns");
        }

        Assert.Equal(1, received);
        Assert.DoesNotContain(selfLog.Lines, line => line.Contains("Unknown line"));
    }

    [Fact]
    public void WhatTheDetectorSaysOfItselfGoesToTheSelfLog()
    {
        using var folder = Orders.TrainedFolder();
        using var selfLog = new TemporarySelfLog();

        using (var log = new LoggerConfiguration().WriteTo.AnomalyDetector(options => options.ModelPath = folder.Path).CreateLogger())
        {
            Assert.Contains(selfLog.Lines, line => line.Contains("LogGuard: detecting, by a saved model of 60 sessions and 4 templates."));
        }

        Assert.Contains("LogGuard: stopped: 0 events received", selfLog.Lines.Last());
    }

    [Fact]
    public void WithDiagnosticsOfItsOwnADetectorLeavesTheSelfLogAlone()
    {
        var told = new List<string>();
        using var selfLog = new TemporarySelfLog();

        using (var log = new LoggerConfiguration().WriteTo.AnomalyDetector(options => options.Diagnostics = told.Add).CreateLogger())
        {
            log.Order("A1");
        }

        Assert.Empty(selfLog.Lines);
        Assert.Single(told);
    }

    [Fact]
    public void AHandleKeepsItsOwnReceivers()
    {
        using var folder = Orders.TrainedFolder();
        using var selfLog = new TemporarySelfLog();
        using (var detector = new AnomalyDetector(Orders.Options(options => options.ModelPath = folder.Path)))
        using (var log = new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger())
        {
            log.Order("A1", "x");
        }

        Assert.Empty(selfLog.Lines);
    }
}
