namespace LogGuard.Dashboard;

/// <summary>An answer or another change that somebody made on the page.</summary>
/// <param name="Number">Its number in order of time, 1 or more.</param>
/// <param name="Time">When it was given.</param>
/// <param name="User">The user; "anonymous" if the page does not ask who that is.</param>
/// <param name="Text">The answer, such as "normal".</param>
/// <param name="Subject">Its subject.</param>
internal sealed record DashboardAnswer(long Number, DateTimeOffset Time, string User, string Text, string Subject)
{
    /// <summary>The anomaly that it answers; 0 if it is no answer to one.</summary>
    public long AnomalyId { get; init; }

    /// <summary>The cause that it suppresses; null if it suppresses none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether it was taken back.</summary>
    public bool IsUndone { get; init; }
}
