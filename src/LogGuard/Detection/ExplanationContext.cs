using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>What a question may use to put a verdict into words.</summary>
internal sealed class ExplanationContext
{
    /// <summary>What was learnt.</summary>
    public required SessionModel Model { get; init; }

    /// <summary>The session; without the event, where an event is explained.</summary>
    public required Session Session { get; init; }

    /// <summary>The event's key, or <see cref="Boundary.End"/>.</summary>
    public required int Key { get; init; }

    /// <summary>Knows the templates.</summary>
    public required LogKeyVocabulary Vocabulary { get; init; }

    /// <summary>Most expected steps.</summary>
    public required int ExpectedLimit { get; init; }

    /// <summary>Where in its workflow the session was; null where no workflow fits.</summary>
    public WorkflowContext? Workflow { get; init; }

    /// <summary>The first step that the workflow says was skipped; null where none was.</summary>
    public string? SkippedInWorkflow => Workflow is { Fault: WorkflowFault.Skipped, Steps: [var first, ..] } ? first : null;

    /// <summary>The template of a key, in quotes.</summary>
    public string Quote(int key) => Wording.Quote(Vocabulary.GetTemplate(key));

    /// <summary>What the detector's model of sequences expected here, most likely first; empty where it has none.</summary>
    /// <param name="withoutEnd">Whether the session's end is no alternative.</param>
    public IReadOnlyList<ExpectedStep> ExpectedSteps(bool withoutEnd = false)
    {
        var steps = new List<ExpectedStep>();
        foreach (var (key, probability) in Model.Predictor?.Expect(Session.Window, ExpectedLimit + 1) ?? [])
        {
            if (withoutEnd && key == Boundary.End)
            {
                continue;
            }

            // Keys that have been merged since they were learnt are one step.
            var template = key == Boundary.End ? null : Vocabulary.GetTemplate(key);
            var same = Vocabulary.HasAliases ? steps.FindIndex(step => step.Template == template) : -1;
            if (same >= 0)
            {
                steps[same] = steps[same] with { Probability = steps[same].Probability + probability };
            }
            else if (steps.Count < ExpectedLimit)
            {
                steps.Add(new ExpectedStep(template, probability));
            }
        }

        return steps;
    }
}
