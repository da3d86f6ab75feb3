namespace LogGuard.Workflows.Following;

/// <summary>When a step counts as slow.</summary>
internal static class SlowStepRule
{
    /// <summary>A step timed less often is not judged: its longest time is not even a 95th percentile.</summary>
    public const int FewestTimes = 20;

    /// <summary>
    /// A step is slow when it takes this many times as long as its 99th percentile. By definition one step in a hundred is
    /// beyond the percentile, so a session of some twenty steps has one by chance; a step half as long again is not chance.
    /// </summary>
    public const double SlowFactor = 1.5;
}
