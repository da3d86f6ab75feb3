using LogGuard.Detection;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Telemetry;

public class DetectorMeterTests
{
    [Fact]
    public async Task WhatADetectorCountsIsMeasured()
    {
        using var measurements = new Measurements("counted");
        await using var log = new PipelineLog(options => options.Name = "counted");

        Assert.Equal(1, measurements.Read()["logguard.training.state{logguard.training.state=collecting}"]);
        Assert.DoesNotContain("logguard.model.age", measurements.Read().Keys);
        await log.LearnAsync();
        log.Clock.Advance(TimeSpan.FromMinutes(2));
        log.Write("x", "a b a");
        log.Write("y", "a z");
        await log.FlushAsync();

        var values = measurements.Read();
        Assert.Equal(245, values["logguard.events.received"]);
        Assert.Equal(5, values["logguard.events.scored"]);
        Assert.Equal(0, values["logguard.events.failed"]);
        Assert.Equal(0, values["logguard.events.unknown_keys"]);
        Assert.Equal(0, values["logguard.events.dropped{logguard.drop.reason=queue_full}"]);
        Assert.Equal(0, values["logguard.events.dropped{logguard.drop.reason=error}"]);
        Assert.Equal(1, values["logguard.anomalies{logguard.anomaly.kind=unknown_key}"]);
        Assert.Equal(1, values["logguard.anomalies{logguard.anomaly.kind=unexpected_key}"]);
        Assert.Equal(0, values["logguard.anomalies{logguard.anomaly.kind=cut_short}"]);
        Assert.Equal(0, values["logguard.anomalies.dropped"]);
        Assert.Equal(2, values["logguard.sessions.open"]);
        Assert.Equal(60, values["logguard.sessions.closed"]);
        Assert.Equal(0, values["logguard.queue.length"]);
        Assert.Equal(5, values["logguard.keys"]);
        Assert.Equal(0, values["logguard.lag"]);
        Assert.Equal(0, values["logguard.training.state{logguard.training.state=collecting}"]);
        Assert.Equal(1, values["logguard.training.state{logguard.training.state=detecting}"]);
        Assert.Equal(5, values["logguard.question.judged{logguard.question.name=new_key}"]);
        Assert.Equal(1, values["logguard.question.raised{logguard.question.name=new_key}"]);
        Assert.Equal(1, values["logguard.question.raised{logguard.question.name=next_key}"]);
        Assert.Equal(0, values["logguard.question.raised{logguard.question.name=counts}"]);
        Assert.InRange(values["logguard.question.duration{logguard.question.name=next_key}"], double.Epsilon, 1_024 * 30);
        Assert.Equal(1, values["logguard.training.progress"]);
        Assert.Equal(120, values["logguard.model.age"]);
        Assert.InRange(values["logguard.scoring.duration"], 1, 245);
    }

    [Fact]
    public async Task UnitsAreThoseOfOpenTelemetry()
    {
        using var measurements = new Measurements("units");
        await using var log = new PipelineLog(options => options.Name = "units");

        Assert.All(measurements.Units, entry => Assert.Matches(@"^(\{[a-z]+\}|s|1)$", entry.Value));
        Assert.Equal("s", measurements.Units["logguard.lag"]);
        Assert.Equal("{event}", measurements.Units["logguard.queue.length"]);
    }

    [Fact]
    public async Task WhatStandsInAStoppedQueueIsMeasured()
    {
        using var measurements = new Measurements("stopped");
        await using var log = new PipelineLog(options => (options.Name, options.Queue.Limit) = ("stopped", 4));
        using (log.StopReader())
        {
            log.Write("x", "a b c d e f g h i j");
            log.Clock.Advance(TimeSpan.FromSeconds(30));
            var values = measurements.Read();

            Assert.True(values["logguard.queue.length"] > 0);
            // The one that the reader stands still at is out of the queue.
            Assert.Equal(10, values["logguard.queue.length"] + values["logguard.events.dropped{logguard.drop.reason=queue_full}"]);

            // The log of these tests is a day old, which is no lag.
            Assert.Equal(30, values["logguard.lag"]);
            Assert.Equal(TimeSpan.FromSeconds(30), log.Detector.Counters.Lag);
        }

        await log.FlushAsync();
        Assert.Equal(0, measurements.Read()["logguard.queue.length"]);
        Assert.Equal(0, measurements.Read()["logguard.lag"]);
    }

    [Fact]
    public async Task AnEventThatCannotBeTakenIsDropped()
    {
        using var measurements = new Measurements("refused");
        await using var log = new PipelineLog(options => options.Name = "refused");

        log.Line(null!, "x");
        log.Write("x", "a");
        await log.FlushAsync();

        Assert.Equal(1, measurements.Read()["logguard.events.dropped{logguard.drop.reason=error}"]);
        var counters = log.Detector.Counters;
        Assert.Equal((2, 1, 1, 1, 0), (counters.Received, counters.Processed, counters.Dropped, counters.DroppedByError, counters.DroppedByFullQueue));
    }

    [Fact]
    public void ADisposedDetectorIsNotMeasured()
    {
        using var measurements = new Measurements("gone");
        using (new PipelineLog(options => options.Name = "gone"))
        {
            Assert.NotEmpty(measurements.Read());
        }

        Assert.Empty(measurements.Read());
    }

    [Fact]
    public void DetectorsOfOneNameAreToldApart()
    {
        using var first = new PipelineLog(options => options.Name = "twin");
        using var second = new PipelineLog(options => options.Name = "twin");
        using var ofFirst = new Measurements("twin");
        using var ofSecond = new Measurements("twin 2");

        first.Write("x", "a b");

        Assert.Equal(2, ofFirst.Read()["logguard.events.received"]);
        Assert.Equal(0, ofSecond.Read()["logguard.events.received"]);
    }

    [Fact]
    public async Task AListenerThatThrowsStopsNothing()
    {
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "logguard.scoring.duration")
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => tag.Value is "throwing"))
            {
                throw new InvalidOperationException("not my day");
            }
        });
        listener.Start();
        await using var log = new PipelineLog(options => options.Name = "throwing");

        log.Write("x", "a b c");
        await log.FlushAsync();
        log.Write("x", "d");
        await log.FlushAsync();

        Assert.Equal(4, log.Detector.Counters.Processed);
        Assert.Single(log.Told, line => line.Contains("recording a measurement failed with InvalidOperationException"));
    }
}
