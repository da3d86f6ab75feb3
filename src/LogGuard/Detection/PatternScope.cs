namespace LogGuard.Detection;

/// <summary>The sessions in which a pattern applies.</summary>
internal enum PatternScope
{
    /// <summary>Any session.</summary>
    Anywhere,

    /// <summary>Sessions with the same events before, in any order.</summary>
    AfterCounts,

    /// <summary>Sessions with the same events before, in the same order.</summary>
    AfterSteps,
}
