using System.Diagnostics;
using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog.Tests;

[Collection(SelfLogCollection.Name)]
public class AllocationTests
{
    [Theory]
    [InlineData("Order {OrderId} received", 17)]
    [InlineData("Order {OrderId} received", "A1")]
    [InlineData("Nobody's", null)]
    public async Task AKnownTemplateCostsTheCallerNoMemory(string template, object? orderId)
    {
        const int Rounds = 20;
        const int EventsPerRound = 2_000;
        using var detector = new AnomalyDetector(Orders.Options(options => options.Queue.Limit = 64));
        var sink = new AnomalyDetectorSink(detector, ownsDetector: false);
        var logEvent = new LogEvent(
            DateTimeOffset.Now, LogEventLevel.Information, null, new MessageTemplateParser().Parse(template),
            orderId is null ? [] : [new LogEventProperty("OrderId", new ScalarValue(orderId))],
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());

        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < EventsPerRound; i++)
            {
                sink.Emit(logEvent);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // The first rounds warm up; one round without a byte shows that none is needed.
        Assert.Equal(0, least);
        await detector.FlushAsync();
        Assert.Equal(Rounds * EventsPerRound, detector.Counters.Received);
    }
}
