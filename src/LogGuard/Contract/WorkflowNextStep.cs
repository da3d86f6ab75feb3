using LogGuard.Detection;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>Something that could follow in a workflow.</summary>
/// <param name="Template">The message template of the step; null for the end of the session.</param>
/// <param name="Share">How often it followed the last step in training, among all that could follow now, 0..1.</param>
/// <param name="Elapsed">How long that took; null where it was not measured.</param>
public sealed record WorkflowNextStep(string? Template, double Share, ElapsedTimes? Elapsed = null)
{
    /// <summary>The step in words, such as <c>"Payment captured for {OrderId}" (98 %, usually in 1.2 s)</c>.</summary>
    public override string ToString()
    {
        var time = Elapsed is null ? "" : $", usually in {Wording.Duration(Elapsed.Median)}";
        return $"{(Template is null ? "the end of the session" : Wording.Quote(Template))} ({Wording.Percent(Share)}{time})";
    }
}
