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
        Assert.Equal($"[Warning] New unknown-line-1{Environment.NewLine}{Alert.Anomaly}", Alert.ToString());

    [Theory]
    [InlineData(AlertState.Repeated, 1_205, 84, 12, "[Warning] Repeated unknown-line-1: 1,205 times in 12 sessions since 2026-01-01 12:00:00, 84 of them since last told")]
    [InlineData(AlertState.New, 5, 5, 1, "[Warning] New unknown-line-1: 5 times in 1 session since 2026-01-01 12:00:00")]
    [InlineData(AlertState.Resolved, 500, 0, 100, "[Warning] Resolved unknown-line-1, quiet since 2026-01-01 12:01:30: 500 times in 100 or more sessions since 2026-01-01 12:00:00, 0 of them since last told")]
    public void OthersSayHowOftenSinceWhen(AlertState state, long count, long untold, int sessions, string expected)
    {
        var text = (Alert with { State = state, Count = count, CountSinceLast = untold, SessionCount = sessions }).ToString();

        Assert.Equal(expected, text.Split(Environment.NewLine)[0]);
    }
}
