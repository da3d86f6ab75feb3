using LogGuard.Keys;
using LogGuard.Models.Counts;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>Puts a verdict into words: the line, what was expected instead, and why. Only touched by the reader.</summary>
internal sealed partial class AnomalyExplainer(LogKeyVocabulary vocabulary, int expectedLimit)
{
    /// <summary>Longer lines are cut in an anomaly, which may wait in a queue with a thousand others.</summary>
    internal const int LineLimit = 4096;

    /// <summary>A step counts as skipped where the actual one was at least this likely behind it.</summary>
    private const float LikelyAfterSkip = 0.2f;

    // The largest floor that training sets is one in a hundred: no more than that is left for all other steps together.
    private const float OnlyStep = 0.99f;

    private readonly WorkflowLocator _locator = new(vocabulary);
    private long _lastId;

    /// <summary>Explains an event that is anomalous, before it is added to its session.</summary>
    public Anomaly Explain(SessionModel model, Session session, in LogRecord record, in Verdict verdict)
    {
        var expected = Expect(model, session, verdict);
        var skipped = verdict.Kind == AnomalyKind.UnexpectedKey ? FindSkippedStep(model, session, record.Key) : null;
        var pattern = model.PatternOf(session, record.Key, verdict, vocabulary);
        var workflow = _locator.Locate(model, session, record.Key, record.Timestamp, verdict);
        skipped ??= FirstSkipped(workflow);
        return Make(session, record, session.Length + 1, verdict, pattern, expected, skipped, Reason(model, verdict, skipped), workflow);
    }

    /// <summary>Explains the end of a session that is anomalous.</summary>
    public Anomaly ExplainEnd(SessionModel model, Session session, in Verdict verdict)
    {
        var workflow = _locator.LocateEnd(model, session, verdict);
        return Make(
            session, session.LastRecord, session.Length, verdict, model.PatternOf(session, Boundary.End, verdict, vocabulary),
            Expect(model, session, verdict), FirstSkipped(workflow), Reason(model, verdict, null), workflow);
    }

    private static string? FirstSkipped(WorkflowContext? workflow) => workflow is { Fault: WorkflowFault.Skipped, Steps: [var first, ..] } ? first : null;

    private Anomaly Make(
        Session session, in LogRecord record, long position, in Verdict verdict, AnomalyPattern pattern,
        IReadOnlyList<ExpectedStep> expected, string? skipped, string reason, WorkflowContext? workflow)
    {
        var recent = new List<string>(session.Window.Length);
        foreach (var key in session.Window)
        {
            if (key != Boundary.Start)
            {
                recent.Add(vocabulary.GetTemplate(key));
            }
        }

        var template = vocabulary.GetTemplate(record.Key);
        return new Anomaly
        {
            Id = ++_lastId,
            Origin = pattern.With(pattern.Lesson ?? Lesson.Of(null, workflow)),
            Kind = verdict.Kind,
            SessionId = TextOf(session.Id),
            Template = template,
            Line = Render(record, template),
            Position = position,
            Timestamp = new DateTimeOffset(record.Timestamp, TimeSpan.Zero),
            Severity = record.Severity,
            TraceId = TraceIdOf(record),
            Expected = expected,
            SkippedStep = skipped,
            RecentSteps = recent,
            Score = verdict.Surprise,
            Reason = reason,
            Workflow = workflow,
        };
    }

    private IReadOnlyList<ExpectedStep> Expect(SessionModel model, Session session, in Verdict verdict)
    {
        var steps = new List<ExpectedStep>();
        if (verdict is { Kind: AnomalyKind.UnusualCounts, Violation.Constraint: var constraint })
        {
            ExpectCounts(model.Counts!, session, constraint, steps);
            return steps;
        }

        if (model.Keys is not null)
        {
            foreach (var (key, probability) in model.Keys.Expect(session.Window, expectedLimit + 1))
            {
                // At an end that is wrong, the end itself is no alternative.
                if (verdict.Kind == AnomalyKind.CutShort && key == Boundary.End)
                {
                    continue;
                }

                // Keys that have been merged since they were learnt are one step.
                var template = key == Boundary.End ? null : vocabulary.GetTemplate(key);
                var same = vocabulary.HasAliases ? steps.FindIndex(step => step.Template == template) : -1;
                if (same >= 0)
                {
                    steps[same] = steps[same] with { Probability = steps[same].Probability + probability };
                }
                else if (steps.Count < expectedLimit)
                {
                    steps.Add(new ExpectedStep(template, probability));
                }
            }
        }

        return steps;
    }

    private void ExpectCounts(CountModel counts, Session session, CountConstraint constraint, List<ExpectedStep> steps)
    {
        var template = vocabulary.GetTemplate(constraint.Key);
        if (constraint.IsFree)
        {
            steps.Add(new ExpectedStep(template, 1, constraint.Allowed[0]));
            return;
        }

        var offset = constraint.Partner == 0 ? 0 : session.Counts[constraint.Partner];
        foreach (var i in Enumerable.Range(0, constraint.Allowed.Length).OrderByDescending(i => constraint.SessionCounts[i]))
        {
            if (steps.Count < expectedLimit && constraint.Allowed[i] + offset >= 0)
            {
                var share = (double)constraint.SessionCounts[i] / counts.SessionCount;
                steps.Add(new ExpectedStep(template, share, constraint.Allowed[i] + offset));
            }
        }
    }

    // The session goes on as if one step had happened: the actual key is likely behind an expected one. Where one step alone
    // was to be expected, it is enough that the key is no anomaly behind it: a rare branch may begin there.
    private string? FindSkippedStep(SessionModel model, Session session, int key)
    {
        if (model.Keys is not { } keys)
        {
            return null;
        }

        Span<int> window = stackalloc int[session.Window.Length];
        session.Window[1..].CopyTo(window);
        foreach (var (candidate, share) in keys.Expect(session.Window, expectedLimit))
        {
            if (candidate != Boundary.End)
            {
                window[^1] = candidate;
                var judgement = keys.Judge(window, key);

                // That little speaks against it is no reason to believe that it comes there.
                var isExpected = judgement is { IsExpected: true, IsBounded: false };
                if ((judgement.Own ?? judgement.Probability) >= LikelyAfterSkip || (share >= OnlyStep && isExpected))
                {
                    return vocabulary.GetTemplate(candidate);
                }
            }
        }

        return null;
    }

    private string Reason(SessionModel model, in Verdict verdict, string? skipped) => verdict switch
    {
        { Kind: AnomalyKind.UnknownKey } =>
            $"no line like this occurred in the {Wording.Number(model.SessionCount)} sessions learnt from",
        { Violation: { } violation } => CountReason(model.Counts!, violation),
        { Kind: AnomalyKind.CutShort } =>
            $"sessions do not end here; the chance of it is about 1 in {Wording.Number((long)Math.Pow(2, Math.Min(verdict.Surprise, 40)))}",
        _ when skipped is not null =>
            $"the step {Wording.Quote(skipped)} was skipped",
        _ => $"this line does not come here; its chance is about 1 in {Wording.Number((long)Math.Pow(2, Math.Min(verdict.Surprise, 40)))}",
    };

    private string CountReason(CountModel counts, CountViolation violation)
    {
        var (constraint, value) = violation;
        var key = Wording.Quote(vocabulary.GetTemplate(constraint.Key));
        var sessions = $"in the {Wording.Number(counts.SessionCount)} sessions learnt from";
        if (constraint.Partner != 0)
        {
            var partner = Wording.Quote(vocabulary.GetTemplate(constraint.Partner));
            var learnt = string.Join(" or ", constraint.Allowed.Select(Wording.Difference));
            return $"{key} occurred {Wording.Difference(value)} {partner}; it was {learnt} that {sessions}";
        }

        var learntCounts = constraint.IsFree
            ? $"{Wording.Times(constraint.Allowed[0])} at most"
            : string.Join(" or ", constraint.Allowed.Select(count => Wording.Times(count)));
        return $"{key} occurred {Wording.Times(value)}; it was {learntCounts} {sessions}";
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
            // A value of the application's own type failed to format itself; its template still names the line.
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
            // The anomaly matters more than its trace id.
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
