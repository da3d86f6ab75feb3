using LogGuard.Detection;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>
/// A step of a session that took much longer than usual. What a step logs is said when it begins, so its time is that
/// until the session's next line (Du et al., DeepLog, CCS 2017, section 5.5).
/// </summary>
/// <param name="Template">The message template of the step that took so long.</param>
/// <param name="Until">The message template of the line that ended it, and so came late.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Usual">How long it took in training.</param>
/// <param name="Position">The place of the late line in the session, counted from 1.</param>
public sealed record WorkflowSlowStep(string Template, string Until, TimeSpan Took, ElapsedTimes Usual, long Position)
{
    /// <summary>In words: what took how long, and how long it usually takes.</summary>
    public override string ToString() =>
        $"{Wording.Quote(Template)} took {Wording.Duration(Took)} until {Wording.Quote(Until)}; "
        + $"usually {Wording.Duration(Usual.Median)}, and 99 times in 100 no more than {Wording.Duration(Usual.Percentile99)}";
}
