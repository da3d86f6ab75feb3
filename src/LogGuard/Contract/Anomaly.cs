using System.Text;

namespace LogGuard;

/// <summary>
/// A line, or the end of a session, that does not fit what was learnt: which one, in which session, what was expected
/// instead, and why. Immutable.
/// </summary>
public sealed record Anomaly
{
    /// <summary>
    /// Its number among the anomalies of its detector, counted from 1; not every number is delivered. It stands for the
    /// anomaly in <see cref="AnomalyDetector.MarkNormal(long)"/> until the detector is disposed of.
    /// </summary>
    public long Id { get; init; }

    /// <summary>What is wrong.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>
    /// The name of the question that raised it: <c>NewKey</c>, <c>NextKey</c>, <c>Counts</c>, <c>Values</c>, or that of an added
    /// question. Null where the anomaly was read back from text of an earlier version.
    /// </summary>
    public string? Question { get; init; }

    /// <summary>The session, as text: the value of the session property, or the trace id, or <c>stream</c>.</summary>
    public required string SessionId { get; init; }

    /// <summary>The message template of the line.</summary>
    public required string Template { get; init; }

    /// <summary>
    /// The line as rendered. Where the session's end is what is wrong, this is the session's last line. Cut after
    /// 4,096 characters; the template where the line could not be rendered.
    /// </summary>
    public required string Line { get; init; }

    /// <summary>The line's place in its session, counted from 1.</summary>
    public required long Position { get; init; }

    /// <summary>When the line was logged.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The level of the line.</summary>
    public required LogSeverity Severity { get; init; }

    /// <summary>The W3C trace id of the line in hexadecimal; null where it has none.</summary>
    public string? TraceId { get; init; }

    /// <summary>What would have been normal at this place, most likely first. Empty where nothing can be said.</summary>
    public required IReadOnlyList<ExpectedStep> Expected { get; init; }

    /// <summary>The template of the step that was left out, where the session goes on as if it had happened; else null.</summary>
    public string? SkippedStep { get; init; }

    /// <summary>The value that is unusual; null where no value is what is wrong.</summary>
    public UnusualValue? UnusualValue { get; init; }

    /// <summary>The templates of the session's last lines before this one, oldest first; as many as the window size at most.</summary>
    public required IReadOnlyList<string> RecentSteps { get; init; }

    /// <summary>
    /// How surprising it is, in bits: −log2 of its probability, so 10 is one in a thousand and 20 one in a million.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>Why this is an anomaly, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Where in its workflow the session was, and what went wrong there; null where no workflow fits. In a session
    /// of more than 256 events, and in a log without sessions, it is the workflow of a task, found among the last 256 events
    /// or more.
    /// </summary>
    public WorkflowContext? Workflow { get; init; }

    /// <summary>
    /// The version of the application in which the line's template is new; null where it is not, or not known to be. Such a
    /// template is reported once and watched then; see <see cref="TrainingOptions.QuarantineTime"/>.
    /// </summary>
    public string? NewInVersion { get; init; }

    /// <summary>Recognises its like when it is answered; null where it was not raised in this process.</summary>
    internal AnomalyOrigin? Origin { get; init; }

    /// <summary>The whole message for a person on call: what, where, why, what was expected, and what came before.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var place = Kind == AnomalyKind.CutShort ? $"ended after line {Position}" : $"line {Position}";
        text.Append(Wording.Title(Kind, Question)).Append(" in session ").Append(SessionId).Append(", ").Append(place)
            .Append(": [").Append(Severity).Append("] ").AppendLine(Line);
        text.Append("  why:      ").Append(Reason);
        if (Expected.Count > 0)
        {
            text.AppendLine().Append("  expected: ").AppendJoin(", or ", Expected);
        }

        if (Workflow is not null)
        {
            text.AppendLine().Append("  workflow: ").Append(Workflow.Position == Position ? Workflow.Describe("it") : $"line {Workflow.Position}, {Workflow.Describe()}");
            if (Workflow.SlowStep is not null)
            {
                text.AppendLine().Append("  slow:     ").Append(Workflow.SlowStep);
            }
        }

        if (RecentSteps.Count > 0)
        {
            text.AppendLine().Append("  before:   ").AppendJoin(" > ", Wording.Fold(RecentSteps));
        }

        return text.ToString();
    }
}
