using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Turns a verdict into an anomaly, with the line, its place in the workflow, and the reason that the question gives. Only
/// accessed by the reader.
/// </summary>
internal sealed class AnomalyExplainer(LogKeyVocabulary vocabulary, int expectedLimit)
{
    /// <summary>Length at which lines are cut: an anomaly may wait in a queue with a thousand others.</summary>
    internal const int LineLimit = 4096;

    private readonly WorkflowLocator _locator = new(vocabulary);
    private long _lastId;

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
            Id = ++_lastId,
            Origin = verdict.Pattern!.OwnedBy(vocabulary).With(Lesson.Of(explanation.Lesson, workflow)),
            Question = verdict.Question.Name,
            Kind = verdict.Kind,
            SessionId = TextOf(session.Id),
            Template = template,
            Line = Render(record, template),
            Position = position,
            Timestamp = new DateTimeOffset(record.Timestamp, TimeSpan.Zero),
            Severity = record.Severity,
            TraceId = TraceIdOf(record),
            Expected = explanation.Expected,
            SkippedStep = explanation.SkippedStep,
            UnusualValue = explanation.Value,
            RecentSteps = RecentSteps(session),
            Score = verdict.Surprise,
            Reason = explanation.Reason,
            Workflow = workflow,
        };
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

    private static string Render(in LogRecord record, string template)
    {
        if (record.Line is null || record.Renderer is null)
        {
            return template;
        }

        try
        {
            var line = record.Renderer.Render(record.Line);
            return line.Length <= LineLimit ? line : string.Concat(line.AsSpan(0, LineLimit), "…");
        }
        catch (Exception)
        {
            // The formatting of a value of the application's own type failed; the template still identifies the line.
            return template;
        }
    }

    private static string? TraceIdOf(in LogRecord record)
    {
        try
        {
            return record.Line is null ? null : record.Renderer?.GetTraceId(record.Line);
        }
        catch (Exception)
        {
            // An anomaly without a trace id is still reported.
            return null;
        }
    }

    private static string TextOf(SessionId id)
    {
        try
        {
            return id.ToString();
        }
        catch (Exception exception)
        {
            return $"(unprintable: {exception.GetType().Name})";
        }
    }
}
