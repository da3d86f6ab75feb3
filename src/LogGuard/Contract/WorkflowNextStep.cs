using LogGuard.Detection;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>A step that could follow in a workflow.</summary>
/// <param name="Template">The message template of the step; null for the end of the session.</param>
/// <param name="Share">The share of this step in training among all steps that could follow the last one, 0..1.</param>
/// <param name="Elapsed">The time that it took; null if it was not measured.</param>
public sealed record WorkflowNextStep(string? Template, double Share, ElapsedTimes? Elapsed = null)
{
    /// <summary>Returns the step in words, such as <c>"Payment captured for {OrderId}" (98 %, usually in 1.2 s)</c>.</summary>
    public override string ToString()
    {
        var time = Elapsed is null ? "" : $", usually in {Wording.Duration(Elapsed.Median)}";
        return $"{(Template is null ? "the end of the session" : Wording.Quote(Template))} ({Wording.Percent(Share)}{time})";
    }
}
