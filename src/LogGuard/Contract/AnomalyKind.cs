namespace LogGuard;

/// <summary>The kind of an <see cref="Anomaly"/>.</summary>
public enum AnomalyKind
{
    /// <summary>The line's template never occurred in training.</summary>
    UnknownKey,

    /// <summary>The template is known, but is unexpected at this position of the session.</summary>
    UnexpectedKey,

    /// <summary>A template occurred more or less often than in any training session.</summary>
    UnusualCounts,

    /// <summary>The session ended although more steps were expected.</summary>
    CutShort,

    /// <summary>The line is expected, but one of its values, or the time since the previous line, is unusual.</summary>
    UnusualValue,

    /// <summary>A question that was added to the detector found something unusual; see <see cref="Anomaly.Question"/>.</summary>
    Other,

    /// <summary>
    /// A template comes much more often than ever in training, in lines and relative to the others, or it comes no more although
    /// the others do. Belongs to no session. See <see cref="RateOptions"/>.
    /// </summary>
    UnusualRate,

    /// <summary>
    /// A question: a template that was never learnt takes the place of a learnt one, and is probably the same step with another wording;
    /// see <see cref="Anomaly.Renamed"/>. Raised once for a template. <see cref="AnomalyDetector.MarkNormal(Anomaly)"/> confirms it, and
    /// <see cref="AnomalyDetector.MarkAnomalous(Anomaly)"/> makes the template an unknown line.
    /// </summary>
    RenamedTemplate,
}
