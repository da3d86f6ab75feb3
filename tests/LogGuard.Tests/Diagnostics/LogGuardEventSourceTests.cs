using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using LogGuard.Diagnostics;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Telemetry;

public class LogGuardEventSourceTests
{
    [Fact]
    public void WhatIsToldIsAnEventEvenWhereNobodyReceivesIt()
    {
        using var listener = new Listener("event source A");

        using (new AnomalyDetector(new AnomalyDetectorOptions { Name = "event source A", Seed = 7 }))
        {
        }

        Assert.Equal(
            ["Message Informational settings that are not the defaults: Name = \"event source A\", Seed = 7.", "Message Informational stopped: 0 events received, 0 judged, 0 dropped; 0 anomalies."],
            listener.Heard);
    }

    [Fact]
    public void WhatRepeatsIsTrouble()
    {
        using var listener = new Listener("event source B");
        var diagnostics = new DiagnosticLog(null, new TestTimeProvider(), "event source B");

        diagnostics.TellRepeated("x", count => $"{count} times");
        diagnostics.TellRepeated("x", count => $"{count} times");

        Assert.Equal(["Trouble Warning 1 times"], listener.Heard);
    }

    [Fact]
    public void AListenerThatThrowsKeepsNothingFromTheReceiver()
    {
        using var listener = new Listener("event source C", throws: true);
        var told = new List<string>();

        new DiagnosticLog(told.Add, new TestTimeProvider(), "event source C").Tell("something");

        Assert.Equal(["LogGuard: something"], told);
    }

    [Fact]
    public void TheManifestIsRight() =>
        Assert.Contains("LogGuard", EventSource.GenerateManifest(typeof(LogGuardEventSource), null, EventManifestOptions.Strict));

    private sealed class Listener(string detector, bool throws = false) : EventListener
    {
        public ConcurrentQueue<string> Heard { get; } = new();

        // Called before the fields above are set, too.
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "LogGuard")
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.Payload?[0] is string name && name == detector)
            {
                Heard.Enqueue($"{eventData.EventName} {eventData.Level} {eventData.Payload[1]}");
                if (throws)
                {
                    throw new InvalidOperationException("not my day");
                }
            }
        }
    }
}
