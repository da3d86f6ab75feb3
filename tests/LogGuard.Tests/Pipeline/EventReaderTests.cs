using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class EventReaderTests
{
    [Fact]
    public async Task ALineThatIsKeptWithOthersIsTakenOutOnce()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var lines = new Lines();

        Assert.True(log.Detector.Intake.TakeShared(log.Detector.Intake.KeyOf("never seen"), SessionId.From("s"), PipelineLog.Start.UtcTicks, LogSeverity.Information, lines, 3, lines));
        await log.FlushAsync();

        Assert.Equal([3], lines.TakenOut);
        Assert.Equal("line 3", Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey).Line);
    }

    // For want of memory, say: the event is judged, and the reader goes on.
    [Fact]
    public async Task ALineThatCannotBeTakenOutIsDoneWithout()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var lines = new Lines { Failure = new InsufficientMemoryException("no room") };

        log.Detector.Intake.TakeShared(log.Detector.Intake.KeyOf("never {Seen}"), SessionId.From("s"), PipelineLog.Start.UtcTicks, LogSeverity.Information, lines, 1, lines);
        await log.FlushAsync();

        Assert.Equal("never {Seen}", Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey).Line);
        Assert.Contains(log.Told, line => line.Contains("extracting a line failed with InsufficientMemoryException once since the last report: no room"));
    }

    private sealed class Lines : LineRenderer
    {
        public List<int> TakenOut { get; } = [];

        public Exception? Failure { get; init; }

        public override object TakeOut(object lines, int place)
        {
            Assert.Same(this, lines);
            if (Failure is not null)
            {
                throw Failure;
            }

            TakenOut.Add(place);
            return $"line {place}";
        }

        public override string Render(object line) => (string)line;

        public override string? GetTraceId(object line) => null;

        public override string GetTemplate(object line) => "never seen";
    }
}
