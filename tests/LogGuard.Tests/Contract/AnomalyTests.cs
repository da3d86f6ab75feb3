using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public class AnomalyTests
{
    private static readonly Anomaly Skipped = new()
    {
        Kind = AnomalyKind.UnexpectedKey,
        SessionId = "order-1",
        Template = "Order {Id} shipped",
        Line = "Order 7 shipped",
        Position = 3,
        Timestamp = TestTimeProvider.Start,
        Severity = LogSeverity.Information,
        Expected = [new ExpectedStep("Payment captured for {Id}", 0.998), new ExpectedStep(null, 0.001)],
        SkippedStep = "Payment captured for {Id}",
        RecentSteps = ["Order {Id} placed", "Item {Item} packed"],
        Score = 12,
        Reason = "the step \"Payment captured for {Id}\" was skipped",
    };

    [Fact]
    public void TheTextIsAWholeMessageForAPersonOnCall()
    {
        AssertText(
            """
            Unexpected line in session order-1, line 3: [Information] Order 7 shipped
              why:      the step "Payment captured for {Id}" was skipped
              expected: "Payment captured for {Id}" (99.8 %), or the end of the session (0.1 %)
              before:   "Order {Id} placed" > "Item {Item} packed"
            """,
            Skipped);
    }

    [Fact]
    public void TheTextLeavesOutWhatThereIsNot()
    {
        AssertText(
            """
            Unknown line in session stream, line 1: [Fatal] Disk full
              why:      no line like this occurred
            """,
            Skipped with
            {
                Kind = AnomalyKind.UnknownKey,
                SessionId = "stream",
                Line = "Disk full",
                Position = 1,
                Severity = LogSeverity.Fatal,
                Expected = [],
                RecentSteps = [],
                Reason = "no line like this occurred",
            });
    }

    [Fact]
    public void TheTextOfACutShortSessionSaysWhereItEnded()
    {
        AssertText(
            """
            Cut short in session order-1, ended after line 3: [Information] Order 7 shipped
              why:      more was expected
              expected: "Order {Id} closed" (100 %)
            """,
            Skipped with
            {
                Kind = AnomalyKind.CutShort,
                Expected = [new ExpectedStep("Order {Id} closed", 1)],
                RecentSteps = [],
                Reason = "more was expected",
            });
    }

    [Fact]
    public void AnExpectedCountIsInWords()
    {
        Assert.Equal("\"Item {Item} packed\" twice (75 %)", new ExpectedStep("Item {Item} packed", 0.75, 2).ToString());
    }

    private static void AssertText(string expected, Anomaly anomaly) =>
        Assert.Equal(expected.ReplaceLineEndings(), anomaly.ToString());
}
