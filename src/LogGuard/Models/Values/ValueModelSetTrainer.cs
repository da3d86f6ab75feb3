using LogGuard.Neural;

namespace LogGuard.Models.Values;

/// <summary>
/// Learns the models of all keys in bounded time. First the features of every key are classified, which takes milliseconds. Then
/// networks are trained for keys whose history helps to predict the next vector, those with the largest gain first, until the
/// budget is used. The order of work depends on the vectors only, never on the clock or on threads.
/// </summary>
internal sealed class ValueModelSetTrainer(INeuralEngine engine, ParameterValueTrainingOptions options)
{
    /// <summary>Fewest steps for which a network of this size is worth training.</summary>
    internal const int LeastStepCount = 150;

    /// <summary>
    /// Returns how often a key comes in an average session, whose quantities share what may lie outside; null if each may use all of
    /// it.
    /// </summary>
    public Func<int, double>? PerSession { get; init; }

    /// <summary>Learns from the vectors of all keys.</summary>
    /// <param name="series">One for each key; only read.</param>
    /// <param name="progress">Receives the share done, 0..1.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The models; null if no value of any key can be unusual.</returns>
    public ValueModelSet? Train(
        IReadOnlyList<ParameterValueSeries> series, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        var trainer = new ParameterValueModelTrainer(engine, options);
        var crew = new WorkerPool(options.ThreadCount, lowPriority: true);
        var drafts = new ValueModelDraft[series.Count];
        crew.Run(drafts.Length, (i, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            drafts[i] = trainer.Prepare(series[i]);
        });

        trainer.ValuesPerSession = PerSession is null ? 1 : drafts.Sum(
            draft => PerSession(draft.Series.Key) * draft.Features.Count(feature => feature is { Kind: ValueFeatureKind.Measured, IsElapsedTime: false }));

        // Keys share the budget evenly, with at least LeastStepCount steps each; if it is too small for all, the largest gains go first.
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
