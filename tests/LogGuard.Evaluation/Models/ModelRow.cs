using LogGuard.Detection;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>One row of the table: a model on a task.</summary>
/// <param name="Model">The model's name, as in the papers.</param>
/// <param name="Protocol"><c>paper</c> or <c>honest</c>.</param>
/// <param name="Published">The published figures; empty if there are none.</param>
/// <param name="Note">Where the protocol leaks; empty if it does not.</param>
/// <param name="Task">Makes the task.</param>
/// <param name="Trainer">Makes the trainer.</param>
internal sealed record ModelRow(string Model, string Protocol, string Published, string Note, Func<ModelTask> Task, Func<ILogModelTrainer> Trainer)
{
    /// <summary>Whether the model is shown the label of what it judges, as the paper does.</summary>
    public bool IsLabelShown { get; init; }

    /// <summary>
    /// Events before the first that is judged; a session without one more is reported, as ports of DeepLog do, which pad it with an event that
    /// no prediction has. 0: every event is judged and nothing is padded.
    /// </summary>
    public int PaddedTo { get; init; }
}
