using LogGuard.Keys;
using LogGuard.Models.Rates;
using LogGuard.Sequences;

namespace LogGuard.Detection.Questions;

/// <summary>Turns a finding about a rate into an anomaly. Only accessed by the reader.</summary>
internal sealed class RateExplainer(LogKeyVocabulary vocabulary, AnomalyExplainer explainer)
{
    /// <summary>The templates of the keys.</summary>
    public LogKeyVocabulary Vocabulary => vocabulary;

    /// <summary>Explains a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="pattern">The pattern that an answer marks.</param>
    /// <param name="record">The present event: the line of a storm, and the time at which a stop was noticed.</param>
    public Anomaly Explain(RateFinding finding, AnomalyPattern pattern, in LogRecord record)
    {
        var template = vocabulary.GetTemplate(finding.Key);
        var anomaly = new Anomaly
        {
            Id = explainer.TakeId(),
            Origin = pattern.OwnedBy(vocabulary),
            Question = RateQuestion.QuestionName,
            Kind = AnomalyKind.UnusualRate,
            SessionId = SessionId.Stream.ToString(),
            Template = template,
            Line = template,
            Position = 0,
            Timestamp = new DateTimeOffset(record.Timestamp, TimeSpan.Zero),
            Severity = finding.Severity,
            Service = explainer.Service,
            ApplicationVersion = explainer.Version,
            Expected = [],
            SkippedStep = finding.IsStop ? template : null,
            RecentSteps = [],
            Score = finding.Bits,
            Reason = finding.IsStop ? ReasonOfStop(finding) : ReasonOfStorm(finding),
        };

        // A line that no longer comes has no facts: the present one is another.
        return finding.IsStop ? anomaly : anomaly with
        {
            Line = LineFacts.Render(record, template),
            TraceId = LineFacts.TraceId(record),
            Category = LineFacts.Category(record),
            EventId = LineFacts.EventId(record),
            Exception = LineFacts.Exception(record),
            Properties = LineFacts.Properties(record),
        };
    }

    private static string ReasonOfStorm(RateFinding finding)
    {
        var unit = finding.IsPerSecond ? "second" : "minute";
        var what = finding.IsOfSessions ? "sessions that begin with this line" : "this line";
        var when = finding.IsOfHour ? " at this time of the day" : "";
        return $"{what}: now {Wording.Number(finding.Now)} a {unit}, it was at most {Wording.Number(finding.Most)}{when}; "
            + $"{Wording.Number(finding.Lines)} of the last {Wording.Number(finding.Total)} lines, it was at most {Wording.Number(finding.MostLines)} of {Wording.Number(finding.OfLines)} in {Wording.Number(finding.Windows)} windows";
    }

    private static string ReasonOfStop(RateFinding finding)
    {
        var others = finding.Others switch
        {
            0 => "",
            1 => "; another template stopped with it",
            _ => $"; {Wording.Number(finding.Others)} other templates stopped with it",
        };
        return $"this line has stopped: it has not come for {Minutes(finding.Now)} while others did, and it was never away for more than {Minutes(finding.Most)}{others}";
    }

    private static string Minutes(long count) => count == 1 ? "1 minute" : $"{Wording.Number(count)} minutes";
}
