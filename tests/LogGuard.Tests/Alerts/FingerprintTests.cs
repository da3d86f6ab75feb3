using LogGuard.Alerts;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public class FingerprintTests
{
    private static readonly Anomaly Skipped = PipelineLog.Anomaly(1) with
    {
        Kind = AnomalyKind.UnexpectedKey, Template = "Order {Id} shipped", SkippedStep = "Order {Id} paid", Expected = [new("Order {Id} packed", 0.9)],
    };

    // These are in files on people's disks: they are never to change. Worked out by hand, as FNV-1a of kind, template and step.
    [Fact]
    public void ItIsTheSameForEver()
    {
        Assert.Equal("unexpected-line-417aa7102edaf4f4", Fingerprint.Of(Skipped));
        Assert.Equal("unknown-line-2ead91cd4dcb563f", Fingerprint.Of(PipelineLog.Anomaly(1) with { Template = "Order {Id} lost" }));
    }

    [Fact]
    public void TheCauseIsTheSameWhereverItShows()
    {
        var elsewhere = Skipped with
        {
            Id = 9, SessionId = "other", Line = "Order 7 shipped", Position = 12, Timestamp = default, Severity = LogSeverity.Error, Score = 30,
            TraceId = "abc", RecentSteps = ["a"], Reason = "another", Expected = [new("something else", 0.4)],
        };

        Assert.Equal(Fingerprint.Of(Skipped), Fingerprint.Of(elsewhere));
    }

    [Fact]
    public void AnotherKindTemplateOrStepIsAnotherCause()
    {
        Anomaly[] causes =
        [
            Skipped,
            Skipped with { Kind = AnomalyKind.CutShort },
            Skipped with { Kind = AnomalyKind.UnknownKey },
            Skipped with { Template = "Order {Id} closed" },
            Skipped with { SkippedStep = "Order {Id} checked" },
            Skipped with { SkippedStep = null },
            Skipped with { SkippedStep = null, Expected = [new(null, 0.9)] },
            Skipped with { SkippedStep = null, Expected = [] },
            Skipped with { Kind = AnomalyKind.UnusualValue, UnusualValue = Value("Amount") },
            Skipped with { Kind = AnomalyKind.UnusualValue, UnusualValue = Value("elapsed time") },
        ];

        Assert.Equal(causes.Length, causes.Select(Fingerprint.Of).Distinct().Count());
    }

    [Fact]
    public void AWrongCountIsOneCauseWhateverLineItShowsAt()
    {
        var count = Skipped with { Kind = AnomalyKind.UnusualCounts, SkippedStep = null };

        Assert.Equal(Fingerprint.Of(count), Fingerprint.Of(count with { Template = "another line" }));
        Assert.NotEqual(Fingerprint.Of(count), Fingerprint.Of(count with { Expected = [new("another count", 0.9)] }));
    }

    private static UnusualValue Value(string name) => new() { Name = name, Value = 1, Confidence = 0.999 };
}
