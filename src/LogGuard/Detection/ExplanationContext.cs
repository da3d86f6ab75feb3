using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>The data from which a question explains a verdict.</summary>
internal sealed class ExplanationContext
{
    /// <summary>The learnt model.</summary>
    public required SessionModel Model { get; init; }

    /// <summary>The session, without the event that is explained.</summary>
    public required Session Session { get; init; }

    /// <summary>The event's key, or <see cref="Boundary.End"/>.</summary>
    public required int Key { get; init; }

    /// <summary>The templates of the keys.</summary>
    public required LogKeyVocabulary Vocabulary { get; init; }

    /// <summary>Largest number of expected steps.</summary>
    public required int ExpectedLimit { get; init; }

    /// <summary>Where in its workflow the session was; null if no workflow fits.</summary>
    public WorkflowContext? Workflow { get; init; }

    /// <summary>The first step that the workflow says was skipped; null if none was.</summary>
    public string? SkippedInWorkflow => Workflow is { Fault: WorkflowFault.Skipped, Steps: [var first, ..] } ? first : null;

    /// <summary>The template of a key, in quotes.</summary>
    public string Quote(int key) => Wording.Quote(Vocabulary.GetTemplate(key));

    /// <summary>The steps that the detector's model of sequences expected here, most likely first; empty without such a model.</summary>
    /// <param name="withoutEnd">Whether to leave out the session's end.</param>
    public IReadOnlyList<ExpectedStep> ExpectedSteps(bool withoutEnd = false)
    {
        var steps = new List<ExpectedStep>();
        foreach (var (key, probability) in Model.Predictor?.Expect(Session.Window, ExpectedLimit + 1) ?? [])
        {
            if (withoutEnd && key == Boundary.End)
            {
                continue;
            }

            // Keys that were merged after training are one step.
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
