namespace LogGuard;

/// <summary>A step that would have been normal instead.</summary>
/// <param name="Template">The message template of the step; null for the end of the session.</param>
/// <param name="Probability">The probability of the step, 0..1; for <see cref="AnomalyKind.UnusualCounts"/> the share of training sessions.</param>
/// <param name="Count">For <see cref="AnomalyKind.UnusualCounts"/>, how often the template occurs in these sessions; otherwise null.</param>
public sealed record ExpectedStep(string? Template, double Probability, int? Count = null)
{
    /// <summary>Returns the step in words, such as <c>"Payment captured for {OrderId}" (99.8 %)</c>.</summary>
    public override string ToString()
    {
        var share = Wording.Percent(Probability);
        return Template is null ? $"the end of the session ({share})"
            : Count is { } count ? $"{Wording.Quote(Template)} {Wording.Times(count)} ({share})"
            : $"{Wording.Quote(Template)} ({share})";
    }
}
