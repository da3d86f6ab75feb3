namespace LogGuard.Detection;

/// <summary>In which sessions a pattern is the same.</summary>
internal enum PatternScope
{
    /// <summary>In any.</summary>
    Anywhere,

    /// <summary>In sessions that went through the same events before, in whatever order.</summary>
    AfterCounts,

    /// <summary>In sessions that went through the same events before, in the same order.</summary>
    AfterSteps,
}
