using LogGuard.Alerts;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Contract;

/// <summary>Texts of the log that pretend to be lines of their own.</summary>
public class ForgedTextTests
{
    private const string Forged = "A-1\n[Critical] New: forged\r\n\u001b[2J\u202E\u2028\u0085";

    private static readonly Anomaly Anomaly = PipelineLog.Anomaly(1) with
    {
        SessionId = Forged,
        Line = Forged,
        Template = Forged,
        Category = Forged,
        EventId = new LogEventId(1, Forged),
        Exception = new ExceptionDetail(Forged, Forged) { RootType = Forged, RootMessage = Forged },
        Properties = new Dictionary<string, string> { [Forged] = Forged },
        Service = Forged,
        ApplicationVersion = Forged,
        Reason = Forged,
        Question = Forged,
        Kind = AnomalyKind.Other,
        Expected = [new ExpectedStep(Forged, 1)],
        RecentSteps = [Forged, Forged],
        Workflow = new WorkflowContext
        {
            Name = Forged, Fault = WorkflowFault.Skipped, Steps = [Forged], StepCount = 1, Position = 1, Template = Forged, LastStep = Forged,
            Next = [new WorkflowNextStep(Forged, 1)],
            SlowStep = new WorkflowSlowStep(Forged, Forged, TimeSpan.FromSeconds(1), new LogGuard.Workflows.ElapsedTimes(1, default, default, default, default, default), 1),
        },
    };

    private static readonly Alert Alert = new()
    {
        Id = 1, Fingerprint = Forged, Incident = Forged, State = AlertState.New, Severity = AlertSeverity.Info, Anomaly = Anomaly, Timestamp = default,
        FirstSeen = default, LastSeen = default, Count = 1, CountSinceLast = 1, SessionCount = 1, MemberCount = 1,
        Members = [new AlertMember(Forged, AlertSeverity.Info, Anomaly, 1)],
    };

    [Fact]
    public void TheyAddNoLineToAnAnomalyOrAnAlert()
    {
        Assert.Equal(8, Lines(Anomaly).Length);
        Assert.Equal(11, Lines(Alert).Length);
        Assert.Single(Lines(Anomaly.Workflow!));
    }

    [Fact]
    public void TheyAddNoLineToOtherTexts()
    {
        object[] texts =
        [
            Alert.Members[0], Anomaly.Exception!, Anomaly.EventId!, Anomaly.Expected[0], Anomaly.Workflow!.Next[0], Anomaly.Workflow.SlowStep!,
            new Suppression(Forged, default), new UnusualValue { Name = Forged, Value = 1, Confidence = 1 },
            new EndedSession(SessionId.From(Forged), 1, 1, false, false),
        ];

        Assert.All(texts, text => Assert.Single(Lines(text)));
    }

    [Fact]
    public void TheyAddNoLineToTheTextOfAWebhook()
    {
        using var body = System.Text.Json.JsonDocument.Parse(WebhookMessage.Serialize(Alert));

        Assert.Equal(Alert.ToString(), body.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public void TheyAddNoLineToADiagnosticMessage()
    {
        var told = new List<string>();

        new LogGuard.Diagnostics.DiagnosticLog(told.Add, new TestTimeProvider()).Tell(Forged);

        Assert.Single(Lines(Assert.Single(told)));
    }

    private static string[] Lines(object value)
    {
        var lines = value.ToString()!.Split(Environment.NewLine);
        Assert.All(lines, line => Assert.All(line, character => Assert.False(char.IsControl(character) || character is '\u2028' or '\u202E')));
        return lines;
    }
}
