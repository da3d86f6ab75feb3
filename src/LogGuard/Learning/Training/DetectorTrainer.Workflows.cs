using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Learning.Training;

internal sealed partial class DetectorTrainer
{
    /// <summary>Told which h and g the workflows gave, where they are asked for, and of windows that memory does not hold.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    // Another trainer where workflows are to choose h and g; this one where they are not, or say nothing.
    private DetectorTrainer WithParametersOf(SessionCorpus corpus)
    {
        if (options.Model.Parameters != ParameterSource.Workflows)
        {
            return this;
        }

        // Nobody sees them, so their steps need no templates.
        var workflows = new WorkflowMiner(static _ => "").Mine(corpus);
        if (WorkflowParameters.Of(workflows) is not { } found)
        {
            Tell("no workflow was found that could say how large h and g should be; the settings do.");
            return this;
        }

        // Sessions keep as many keys as the setting says.
        var windowSize = Math.Min(found.WindowSize, options.Model.WindowSize);
        Tell($"h is {windowSize} and g is {found.TopG}, by {workflows.Count:N0} workflows, the shortest of which has {found.WindowSize:N0} steps.");
        var copy = options.Freeze();
        copy.Model.WindowSize = windowSize;
        copy.Model.TopG = found.TopG;
        copy.Model.Parameters = ParameterSource.Settings;
        return new DetectorTrainer(copy, engine) { Tell = Tell };
    }
}
