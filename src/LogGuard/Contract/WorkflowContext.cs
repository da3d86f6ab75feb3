using System.Text;
using System.Text.Json.Serialization;
using LogGuard.Detection;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>
/// Where in its workflow a session was when something went wrong, and what that was. Immutable.
/// </summary>
/// <remarks>
/// Du et al., DeepLog (CCS 2017), section 4.4.2. The workflow is the one that fits the session best, told from all of its
/// events. Of a session that mixes tasks, has more than 256 events or some of them missing, and of a log without sessions, it
/// is that of the task which the line belongs to, told from the task's own events among the last 256 or more; of a task that
/// may have begun before them, a missing beginning is no fault.
/// </remarks>
public sealed record WorkflowContext
{
    /// <summary>Most steps that are named.</summary>
    internal const int StepLimit = 16;

    private const int NamedLimit = 3;

    /// <summary>The name of the workflow that the session was following.</summary>
    public required string Name { get; init; }

    /// <summary>What went wrong.</summary>
    public required WorkflowFault Fault { get; init; }

    /// <summary>
    /// The message templates of the steps that it is about, in order: the ones skipped, or missing at the end, the first 16;
    /// or the one that was repeated, out of order, of another branch, foreign or late. Empty for <see cref="WorkflowFault.None"/>.
    /// </summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>How many steps were skipped or are missing, of which <see cref="Steps"/> names the first; otherwise as many as those.</summary>
    public required int StepCount { get; init; }

    /// <summary>
    /// The place in the session of the line that did not fit, counted from 1. It is before the anomaly's own where what went
    /// wrong became certain only later.
    /// </summary>
    public required long Position { get; init; }

    /// <summary>The message template of that line; null where the session's end did not fit.</summary>
    public string? Template { get; init; }

    /// <summary>The message template of the last step in place before that; null where there was none.</summary>
    public string? LastStep { get; init; }

    /// <summary>What could have followed instead, the most frequent first, with how often and how long it usually takes.</summary>
    public required IReadOnlyList<WorkflowNextStep> Next { get; init; }

    /// <summary>The step of this session that took longest beyond its usual time; null where none did, or times are not known.</summary>
    public WorkflowSlowStep? SlowStep { get; init; }

    /// <summary>The workflow; null where the anomaly was read back from text.</summary>
    [JsonIgnore]
    public Workflow? Workflow { get; init; }

    /// <summary>The keys of the session, or of the task within it, up to and with the anomaly's line.</summary>
    internal IReadOnlyList<int> Keys { get; init; } = [];

    internal Func<int, string>? TemplateOf { get; init; }

    /// <summary>The session laid over the workflow, for its pictures; null where the anomaly was read back from text.</summary>
    public WorkflowPath? GetPath() => Workflow is null ? null : WorkflowPath.Of(Workflow, Keys, TemplateOf, hasEnded: Fault == WorkflowFault.EndedEarly);

    /// <summary>What went wrong, in a sentence without a full stop.</summary>
    public string Describe() => Describe(Template is null ? "the end" : Wording.Quote(Template));

    /// <param name="line">What to call the line that did not fit.</param>
    internal string Describe(string line)
    {
        var after = LastStep is null ? "at the beginning" : $"after {Wording.Quote(LastStep)}";
        return Fault switch
        {
            WorkflowFault.Skipped => $"{line} came {after}, and between them {NameSteps()} {(StepCount == 1 ? "is" : "are")} missing",
            WorkflowFault.Repeated => $"{line} came once more {after}",
            WorkflowFault.OutOfOrder => $"{line} came too late, {after}",
            WorkflowFault.OtherBranch => $"{line} came {after}, and is of another branch",
            WorkflowFault.Foreign => $"{line} came {after}, and is no step of this workflow",
            WorkflowFault.Late => $"{line} came in its place {after}, but late",
            WorkflowFault.EndedEarly => $"the session ended {after}; {NameSteps()} {(StepCount == 1 ? "is" : "are")} missing",
            _ => $"{line} came in its place {after}",
        };
    }

    // The first few; a step that is missing several times is named once.
    private string NameSteps()
    {
        var names = Wording.Fold(Steps).ToArray();
        var named = names.Length <= NamedLimit ? Steps.Count : CountOfFirst(NamedLimit);
        var more = StepCount - named;
        return string.Join(", ", names.Take(NamedLimit)) + (more > 0 ? $" and {Wording.Number(more)} more" : "");
    }

    private int CountOfFirst(int runs)
    {
        var count = 0;
        for (; count < Steps.Count; count++)
        {
            if (count > 0 && Steps[count] != Steps[count - 1] && --runs == 0)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>What went wrong, what could have followed, and what was slow.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Describe());
        if (Next.Count > 0)
        {
            text.Append("; next is ").AppendJoin(", or ", Next.Take(3));
        }

        return SlowStep is null ? text.ToString() : text.Append("; ").Append(SlowStep).ToString();
    }
}
