using System.Text;
using System.Text.Json.Serialization;
using LogGuard.Detection;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>Where a session was in its workflow when an anomaly occurred, and what went wrong. Immutable.</summary>
/// <remarks>
/// Du et al., DeepLog (CCS 2017), section 4.4.2. The workflow is the one that best fits all events of the session. If the
/// session mixes tasks, has more than 256 events or has missing events, or if the log has no sessions, it is the workflow of
/// the line's task. The task's events among the last 256 or more determine it. If the task may have begun before these events,
/// a missing beginning is not a fault.
/// </remarks>
public sealed record WorkflowContext
{
    /// <summary>The maximum number of steps that are named.</summary>
    internal const int StepLimit = 16;

    private const int NamedLimit = 3;

    /// <summary>The name of the workflow that the session was following.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of deviation from the workflow.</summary>
    public required WorkflowFault Fault { get; init; }

    /// <summary>
    /// The message templates of the steps concerned, in order: the first 16 skipped or missing steps, or the one step that was
    /// repeated, out of order, of another branch, foreign or late. Empty for <see cref="WorkflowFault.None"/>.
    /// </summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>The number of steps concerned. <see cref="Steps"/> names the first of them.</summary>
    public required int StepCount { get; init; }

    /// <summary>
    /// The position in the session of the line that did not fit, counted from 1. It is before the position of the anomaly if
    /// the fault became certain only later.
    /// </summary>
    public required long Position { get; init; }

    /// <summary>The message template of that line; null if the end of the session did not fit.</summary>
    public string? Template { get; init; }

    /// <summary>The message template of the last fitting step before that line; null if there was none.</summary>
    public string? LastStep { get; init; }

    /// <summary>The steps that could have followed instead, most frequent first, with their share and usual time.</summary>
    public required IReadOnlyList<WorkflowNextStep> Next { get; init; }

    /// <summary>The step of this session that exceeded its usual time most; null if none did, or if times are not known.</summary>
    public WorkflowSlowStep? SlowStep { get; init; }

    /// <summary>The workflow; null if the anomaly was deserialized.</summary>
    [JsonIgnore]
    public Workflow? Workflow { get; init; }

    /// <summary>The keys of the session, or of its task, up to and including the anomaly's line.</summary>
    internal IReadOnlyList<int> Keys { get; init; } = [];

    internal Func<int, string>? TemplateOf { get; init; }

    /// <summary>Returns the path of the session through the workflow, for drawing; null if the anomaly was deserialized.</summary>
    public WorkflowPath? GetPath() => Workflow is null ? null : WorkflowPath.Of(Workflow, Keys, TemplateOf, hasEnded: Fault == WorkflowFault.EndedEarly);

    /// <summary>Returns what went wrong as a sentence without a full stop.</summary>
    public string Describe() => Describe(Template is null ? "the end" : Wording.Quote(Template));

    /// <param name="line">How to name the line that did not fit.</param>
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

    // Names the first few steps. A step that is missing several times is named once.
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

    /// <summary>Returns what went wrong, what could have followed, and which step was slow.</summary>
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
