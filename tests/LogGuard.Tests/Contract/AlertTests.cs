using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public class AlertTests
{
    private static readonly Alert Alert = new()
    {
        Id = 1,
        Fingerprint = "unknown-line-1",
        State = AlertState.New,
        Severity = AlertSeverity.Warning,
        Anomaly = PipelineLog.Anomaly(3),
        Timestamp = TestTimeProvider.Start,
        FirstSeen = TestTimeProvider.Start,
        LastSeen = TestTimeProvider.Start.AddSeconds(90),
        Count = 1,
        CountSinceLast = 1,
        SessionCount = 1,
    };

    [Fact]
    public void ANewOneIsTheAnomalyUnderItsName() =>
        Assert.Equal($"[Warning] New: Unknown line: [Information] l; r{Environment.NewLine}  cause:    unknown-line-1{Environment.NewLine}{Alert.Anomaly}", Alert.ToString());

    [Theory]
    [InlineData(AlertState.Repeated, 1_205, 84, 12, "[Warning] Repeated: Unknown line: [Information] l; r; 1,205 times in 12 sessions since 2026-01-01 12:00:00, 84 of them since last told")]
    [InlineData(AlertState.New, 5, 5, 1, "[Warning] New: Unknown line: [Information] l; r; 5 times in 1 session since 2026-01-01 12:00:00")]
    [InlineData(AlertState.Resolved, 500, 0, 100, "[Warning] Resolved: Unknown line: [Information] l; r; quiet since 2026-01-01 12:01:30; 500 times in 100 or more sessions since 2026-01-01 12:00:00, 0 of them since last told")]
    public void OthersSayHowOftenSinceWhen(AlertState state, long count, long untold, int sessions, string expected)
    {
        var text = (Alert with { State = state, Count = count, CountSinceLast = untold, SessionCount = sessions }).ToString();

        Assert.Equal(expected, text.Split(Environment.NewLine)[0]);
    }

    [Fact]
    public void TheFirstLineSaysWhatHappenedWhereAndWhatWasExpected()
    {
        var anomaly = PipelineLog.Anomaly(3) with
        {
            Kind = AnomalyKind.UnexpectedKey, Severity = LogSeverity.Error, Line = "Payment provider timed out for 17", Service = "Shop",
            ApplicationVersion = "2.1.0+abc", Expected = [new ExpectedStep("Order {OrderId} paid", 0.998)],
        };

        Assert.StartsWith(
            "[Warning] New in Shop 2.1.0+abc: Unexpected line: [Error] Payment provider timed out for 17; expected \"Order {OrderId} paid\" (99.8 %)" + Environment.NewLine,
            (Alert with { Anomaly = anomaly }).ToString());
        Assert.Contains("; expected \"Stock checked\"", (Alert with { Anomaly = anomaly with { SkippedStep = "Stock checked" } }).ToString().Split(Environment.NewLine)[0]);
        Assert.Contains(
            "Unusual value: [Error] Payment provider timed out for 17; 'Amount' is 9; usual is up to 3",
            (Alert with { Anomaly = anomaly with { Kind = AnomalyKind.UnusualValue, Reason = "'Amount' is 9; usual is up to 3" } }).ToString());
    }

    [Fact]
    public void ALongLineIsCutInTheFirstLineOnly()
    {
        var text = (Alert with { Anomaly = Alert.Anomaly with { Line = new string('x', 3_000) } }).ToString();

        Assert.True(text.IndexOf(Environment.NewLine, StringComparison.Ordinal) < 300);
        Assert.Contains(new string('x', 3_000), text);
    }

    [Fact]
    public void ItNamesTheRateAndTheOtherCausesOfTheIncident()
    {
        var member = new AlertMember("cut-short-2", AlertSeverity.Info, PipelineLog.Anomaly(1) with { Kind = AnomalyKind.CutShort, Line = "Order 7 paid" }, 12);
        var lines = (Alert with { State = AlertState.Escalated, Rate = new RateChange(3600, 3), Members = [member], MemberCount = 4 })
            .ToString().Split(Environment.NewLine);

        Assert.Equal("[Warning] Escalated: Unknown line: [Information] l; r; now 60 a minute, was 3 an hour; with 4 more causes", lines[0]);
        Assert.Equal("  cause:    unknown-line-1", lines[1]);
        Assert.Equal("  also:     Cut short: [Information] Order 7 paid; r (12 times, cut-short-2)", lines[2]);
    }

    [Theory]
    [InlineData(72_000, 0.5, "now 20 a second, was 12 a day")]
    [InlineData(7_200, 90, "now 120 a minute, was 90 an hour")]
    [InlineData(1.5, 0.01, "now 1.5 an hour, was less than one a day")]
    public void RatesAreInTheUnitsThatAPersonWouldSay(double now, double before, string expected) =>
        Assert.Equal(expected, new RateChange(now, before).ToString());
}
