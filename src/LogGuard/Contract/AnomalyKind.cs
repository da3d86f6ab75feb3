namespace LogGuard;

/// <summary>What is wrong with a line or its session.</summary>
public enum AnomalyKind
{
    /// <summary>The line's template never occurred while learning.</summary>
    UnknownKey,

    /// <summary>The template is known, but not at this place of a session.</summary>
    UnexpectedKey,

    /// <summary>Some template occurred more or less often than in any session learnt from.</summary>
    UnusualCounts,

    /// <summary>The session ended where more was expected.</summary>
    CutShort,

    /// <summary>The line is where it belongs, but one of its values, or the time since the line before it, is unusual.</summary>
    UnusualValue,

    /// <summary>A question that was added to the detector found something unusual; see <see cref="Anomaly.Question"/>.</summary>
    Other,
}
