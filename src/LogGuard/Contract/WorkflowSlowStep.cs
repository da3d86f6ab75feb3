using LogGuard.Detection;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>
/// A step of a session that took much longer than usual. A step is logged when it begins, so its time is the time until the
/// next line of the session (Du et al., DeepLog, CCS 2017, section 5.5).
/// </summary>
/// <param name="Template">The message template of the slow step.</param>
/// <param name="Until">The message template of the late line that ended the step.</param>
/// <param name="Took">The time that the step took.</param>
/// <param name="Usual">The times that the step took in training.</param>
/// <param name="Position">The position of the late line in the session, counted from 1.</param>
public sealed record WorkflowSlowStep(string Template, string Until, TimeSpan Took, ElapsedTimes Usual, long Position)
{
    /// <summary>Returns the step, its time and its usual time in words.</summary>
    public override string ToString() =>
        $"{Wording.Quote(Template)} took {Wording.Duration(Took)} until {Wording.Quote(Until)}; "
        + $"usually {Wording.Duration(Usual.Median)}, and 99 times in 100 no more than {Wording.Duration(Usual.Percentile99)}";
}
