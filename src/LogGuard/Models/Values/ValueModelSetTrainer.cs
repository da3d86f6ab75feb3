using LogGuard.Neural;

namespace LogGuard.Models.Values;

/// <summary>
/// Learns the models of all keys in bounded time: every key's features are looked at first, which takes milliseconds;
/// then networks are trained where the history says something about the next vector, the most telling histories first,
/// until the budget is used up. The order of work depends on the vectors only, never on the clock or on threads.
/// </summary>
internal sealed class ValueModelSetTrainer(INeuralEngine engine, ParameterValueTrainingOptions options)
{
    /// <summary>In fewer steps a network of this size does not come near what it can learn.</summary>
    internal const int LeastStepCount = 150;

    /// <summary>Learns from the vectors of all keys.</summary>
    /// <param name="series">One for each key; only read.</param>
    /// <param name="progress">Told the share done, 0..1.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Null where no value of any key can be unusual.</returns>
    public ValueModelSet? Train(
        IReadOnlyList<ParameterValueSeries> series, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        var trainer = new ParameterValueModelTrainer(engine, options);
        var crew = new WorkerCrew(options.ThreadCount, lowPriority: true);
        var drafts = new ValueDraft[series.Count];
        crew.Run(drafts.Length, (i, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            drafts[i] = trainer.Prepare(series[i]);
        });

        // Many keys share the budget evenly, down to the fewest steps that teach something; then the most telling histories go first.
        var order = Enumerable.Range(0, drafts.Length).OrderByDescending(i => drafts[i].Gain).ThenBy(i => drafts[i].Series.Key).ToArray();
        var wanting = drafts.Count(draft => draft.Gain >= ParameterValueModelTrainer.LeastGain);
        var share = options.RowBudget / options.BatchSize / Math.Max(1, wanting);
        var stepCount = (int)Math.Clamp(share, Math.Min(LeastStepCount, options.StepCount), options.StepCount);
        var networkLimit = options.RowBudget / options.BatchSize / stepCount;

        var models = new ParameterValueModel[drafts.Length];
        var done = 0;
        crew.Run(order.Length, (i, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            models[order[i]] = trainer.Complete(drafts[order[i]], i < networkLimit ? stepCount : 0, cancellation);
            progress?.Invoke((double)Interlocked.Increment(ref done) / order.Length);
        });

        var judged = models.Where(model => model.IsJudged).OrderBy(model => model.Key).ToArray();
        return judged.Length == 0 ? null : new ValueModelSet(judged, options.Confidence);
    }
}
