using System.Collections.ObjectModel;
using System.Text;
using System.Text.Json.Serialization;
using LogGuard.Primitives;

namespace LogGuard;

/// <summary>
/// A line, or the end of a session, that does not fit the model: which one, in which session, what was expected instead, and
/// why. Immutable.
/// </summary>
public sealed record Anomaly
{
    internal static readonly IReadOnlyDictionary<string, string> NoProperties = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// The number of the anomaly within its detector, counted from 1. Not every number is delivered. It identifies the anomaly
    /// in <see cref="AnomalyDetector.MarkNormal(long)"/> until the detector is disposed.
    /// </summary>
    public long Id { get; init; }

    /// <summary>The kind of anomaly.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>The kind in words, such as "Cut short"; for <see cref="AnomalyKind.Other"/> the name of the <see cref="Question"/>.</summary>
    [JsonIgnore]
    public string Title => Wording.Title(Kind, Question);

    /// <summary>
    /// The name of the question that raised it: <c>NewKey</c>, <c>NextKey</c>, <c>Counts</c>, <c>Values</c>, <c>Rates</c>, or that of an added
    /// question. Null if the anomaly was read from text of an earlier version.
    /// </summary>
    public string? Question { get; init; }

    /// <summary>
    /// The session as text: the value of the session property, the trace id, or <c>stream</c>; <c>(not saved)</c> in an alert about a
    /// cause that has not come again since a restart. <c>stream</c> also for an
    /// <see cref="AnomalyKind.UnusualRate"/>, which belongs to no session.
    /// </summary>
    public required string SessionId { get; init; }

    /// <summary>The message template of the line.</summary>
    public required string Template { get; init; }

    /// <summary>
    /// The rendered line, cut after 4,096 characters. If the end of the session is the anomaly, this is the last line of the
    /// session. If the line could not be rendered, this is its template.
    /// </summary>
    public required string Line { get; init; }

    /// <summary>The position of the line in its session, counted from 1; 0 for an <see cref="AnomalyKind.UnusualRate"/>.</summary>
    public required long Position { get; init; }

    /// <summary>When the line was logged.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The level of the line.</summary>
    public required LogSeverity Severity { get; init; }

    /// <summary>The W3C trace id of the line in hexadecimal; null if it has none.</summary>
    public string? TraceId { get; init; }

    /// <summary>The part of the application that logged the line, such as its class; null if unknown.</summary>
    public string? Category { get; init; }

    /// <summary>The event id of the line; null if it has none.</summary>
    public LogEventId? EventId { get; init; }

    /// <summary>The exception that the line was logged with; null if there was none. Its messages are subject to <see cref="CaptureOptions"/>.</summary>
    public ExceptionDetail? Exception { get; init; }

    /// <summary>
    /// The captured properties of the line, in its order: at most 32, each cut after 256 characters, and 4,096 characters in all.
    /// Subject to <see cref="CaptureOptions"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = NoProperties;

    /// <summary>
    /// The service: <see cref="AnomalyDetectorOptions.Name"/> if it is set, otherwise the name of the entry assembly; null if
    /// there is none.
    /// </summary>
    public string? Service { get; init; }

    /// <summary>The version of the application; see <see cref="AnomalyDetectorOptions.ApplicationVersion"/>. Null if unknown.</summary>
    public string? ApplicationVersion { get; init; }

    /// <summary>The steps that would have been normal at this position, most likely first. Empty if none is known.</summary>
    public required IReadOnlyList<ExpectedStep> Expected { get; init; }

    /// <summary>The template of the skipped step, if the session continues as though it had occurred; otherwise null.</summary>
    public string? SkippedStep { get; init; }

    /// <summary>The unusual value; null if the anomaly is not about a value.</summary>
    public UnusualValue? UnusualValue { get; init; }

    /// <summary>The templates of the lines before this one in the session, oldest first. At most the window size.</summary>
    public required IReadOnlyList<string> RecentSteps { get; init; }

    /// <summary>
    /// How surprising the anomaly is, in bits: −log2 of its probability. 10 is one in a thousand, 20 one in a million.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>The reason, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Where the session was in its workflow, and what went wrong there; null if no workflow fits. In a session of more than
    /// 256 events, and in a log without sessions, this is the workflow of a task, found among the last 256 events or more.
    /// </summary>
    public WorkflowContext? Workflow { get; init; }

    /// <summary>
    /// The version of the application in which the line's template is new; null if it is not known to be new. Such a template
    /// is reported once and then quarantined; see <see cref="TrainingOptions.QuarantineTime"/>.
    /// </summary>
    public string? NewInVersion { get; init; }

    /// <summary>
    /// The learnt template that the line's template takes the place of; null unless the anomaly is a
    /// <see cref="AnomalyKind.RenamedTemplate"/>.
    /// </summary>
    public RenamedTemplate? Renamed { get; init; }

    /// <summary>
    /// Whether the template of an unknown line is one of the application's build: true for one that the code
    /// has, whether tests ran it or not, which the reason says; false means that it comes from elsewhere, such as a library or a message built with string interpolation. Null for other
    /// anomalies, and if <see cref="TrainingOptions.WarmStart"/> names no file with the templates of the build.
    /// </summary>
    public bool? IsInBuild { get; init; }

    /// <summary>Identifies similar anomalies when this one is marked; null if the anomaly was not raised in this process.</summary>
    internal AnomalyOrigin? Origin { get; init; }

    /// <summary>
    /// Returns the whole message for a person on call: the anomaly, its position, the reason, the expected steps and the steps
    /// before it. Control characters in the log's texts are escaped.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var place = Kind == AnomalyKind.CutShort ? $"ended after line {Position}" : $"line {Position}";
        text.Append(PlainText.Escape(Wording.Title(Kind, Question)));
        if (Kind != AnomalyKind.UnusualRate)
        {
            text.Append(" in session ").Append(PlainText.Escape(SessionId)).Append(", ").Append(place);
        }

        text.Append(": [").Append(Severity).Append("] ").AppendLine(PlainText.Escape(Line));
        text.Append("  why:      ").Append(PlainText.Escape(Reason));
        if (Exception is not null)
        {
            text.AppendLine().Append("  error:    ").Append(Exception);
        }

        if (Category is not null)
        {
            text.AppendLine().Append("  category: ").Append(PlainText.Escape(Category));
            if (EventId is { } id)
            {
                text.Append(", event ").Append(id);
            }
        }

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

    /// <summary>The thing itself in one line: what it is, the level, the line, and what was expected or usual.</summary>
    internal string Summarize()
    {
        var text = new StringBuilder();
        text.Append(PlainText.Escape(Wording.Title(Kind, Question))).Append(": [").Append(Severity).Append("] ").Append(Wording.Brief(Line));
        return (SkippedStep, Expected) switch
        {
            _ when Kind is AnomalyKind.UnusualValue or AnomalyKind.UnusualRate or AnomalyKind.RenamedTemplate => text.Append("; ").Append(Wording.Brief(Reason)).ToString(),
            ({ } skipped, _) => text.Append("; expected ").Append(Wording.Quote(skipped)).ToString(),
            (_, [var first, ..]) => text.Append("; expected ").Append(first).ToString(),
            _ => text.Append("; ").Append(Wording.Brief(Reason)).ToString(),
        };
    }
}
