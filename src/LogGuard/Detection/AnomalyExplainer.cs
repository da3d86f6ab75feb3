using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Turns a verdict into an anomaly, with the line, its place in the workflow, and the reason that the question gives. Only
/// accessed by the reader.
/// </summary>
/// <param name="vocabulary">The templates of the keys.</param>
/// <param name="expectedLimit">The largest number of expected steps.</param>
/// <param name="service">The name of the application; null if it has none.</param>
/// <param name="version">The version of the application; null if it has none.</param>
/// <param name="keepsSessions">Whether an anomaly keeps the keys of its session, so that an answer labels it for models that learn from labels.</param>
internal sealed class AnomalyExplainer(
    LogKeyVocabulary vocabulary, int expectedLimit, string? service = null, string? version = null, bool keepsSessions = false)
{
    private readonly WorkflowLocator _locator = new(vocabulary);
    private long _lastId;

    /// <summary>The name of the application; null if it has none.</summary>
    public string? Service => service;

    /// <summary>The version of the application; null if it has none.</summary>
    public string? Version => version;

    /// <summary>The number of the next anomaly.</summary>
    public long TakeId() => ++_lastId;

    /// <summary>Explains an event that is anomalous, before it is added to its session.</summary>
    public Anomaly Explain(SessionModel model, Session session, in LogRecord record, Verdict verdict)
    {
        var workflow = _locator.Locate(model, session, record.Key, record.Timestamp, verdict);
        return Make(model, session, record, session.Length + 1, record.Key, verdict, workflow);
    }

    /// <summary>Explains the end of a session that is anomalous.</summary>
    public Anomaly ExplainEnd(SessionModel model, Session session, Verdict verdict)
    {
        var workflow = _locator.LocateEnd(model, session, verdict);
        return Make(model, session, session.LastRecord, session.Length, Boundary.End, verdict, workflow);
    }

    // Lines without room in the vocabulary are told apart by level and category: the template identifies the cause of alerts, and a
    // fatal line must not be one with a flood of harmless ones.
    private static string WithoutRoom(in LogRecord record)
    {
        string? category = null;
        try
        {
            category = record is { Line: { } line, Renderer: { } renderer } ? renderer.GetCategory(line) : null;
        }
        catch (Exception)
        {
            // The level says enough.
        }

        return category is null ? $"(unknown template, {record.Severity})" : $"(unknown template, {record.Severity}, {category})";
    }

    private Anomaly Make(
        SessionModel model, Session session, in LogRecord record, long position, int key, Verdict verdict, WorkflowContext? workflow)
    {
        var explanation = verdict.Question!.Explain(verdict, new ExplanationContext
        {
            Model = model,
            Session = session,
            Key = key,
            Vocabulary = vocabulary,
            ExpectedLimit = expectedLimit,
            Workflow = workflow,
        });
        var template = record.Key == LogKey.Unknown ? WithoutRoom(record) : vocabulary.GetTemplate(record.Key);
        return new Anomaly
        {
            Id = TakeId(),
            Origin = verdict.Pattern!.OwnedBy(vocabulary).With(Lesson.Of(explanation.Lesson, workflow, SessionUntil(session, key))),
            Question = verdict.Question.Name,
            Kind = verdict.Kind,
            SessionId = session.Id.ToString(),
            Template = template,
            Line = LineFacts.Render(record, template),
            Position = position,
            Timestamp = new DateTimeOffset(record.Timestamp, TimeSpan.Zero),
            Severity = record.Severity,
            TraceId = LineFacts.TraceId(record),
            Category = LineFacts.Category(record),
            EventId = LineFacts.EventId(record),
            Exception = LineFacts.Exception(record),
            Properties = LineFacts.Properties(record),
            Service = Service,
            ApplicationVersion = Version,
            Expected = explanation.Expected,
            SkippedStep = explanation.SkippedStep,
            UnusualValue = explanation.Value,
            RecentSteps = RecentSteps(session),
            Score = verdict.Surprise,
            Reason = explanation.Reason,
            Workflow = workflow,
        };
    }

    // The latest keys, up to the longest window of a model. A stream has no end, and is no session that could be labelled.
    private LogKeySequence? SessionUntil(Session session, int key)
    {
        if (!keepsSessions || session.Id.IsStream || key == LogKey.Unknown)
        {
            return null;
        }

        var latest = session.Window[^(int)Math.Min(session.Length, session.Window.Length)..];
        var isEnd = key == Boundary.End;
        return new LogKeySequence(isEnd ? latest.ToArray() : [.. latest, key], HasStart: latest.Length == session.Length, HasEnd: isEnd);
    }

    private List<string> RecentSteps(Session session)
    {
        var recent = new List<string>(session.Window.Length);
        foreach (var key in session.Window)
        {
            if (key != Boundary.Start)
            {
                recent.Add(vocabulary.GetTemplate(key));
            }
        }

        return recent;
    }
}
