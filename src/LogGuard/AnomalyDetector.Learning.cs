using LogGuard.Learning.Snapshots;

namespace LogGuard;

/// <summary>Learning that goes on while the detector detects, and returning to what was learnt before.</summary>
public sealed partial class AnomalyDetector
{
    /// <summary>
    /// The snapshots in <see cref="AnomalyDetectorOptions.ModelPath"/>, oldest first; empty without one. Reads the folder
    /// at each call.
    /// </summary>
    public IReadOnlyList<SnapshotSummary> Snapshots => _store?.Summarise() ?? [];

    /// <summary>
    /// Has what was answered so far learnt now, instead of a few seconds later, and waits for it: the log key model learns
    /// the steps marked normal (DeepLog, section 3.3), the count model the counts, the value models the values, and the
    /// workflows what went otherwise.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the learning.</param>
    /// <returns>False where the detector does not detect yet.</returns>
    public Task<bool> LearnFeedbackAsync(CancellationToken cancellationToken = default) =>
        WaitAsync(_processor.Learning.LearnFeedback, cancellationToken);

    /// <summary>
    /// Trains again on recent sessions in which nothing is reported, beside detection, and waits until the detector detects
    /// by what they taught, of their times and values, too. Answers hold on. See <see cref="TrainingOptions.RecentSessions"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the training.</param>
    /// <returns>
    /// False where the detector does not detect yet, or there are too few such sessions, which is told: the model stays as it
    /// is then.
    /// </returns>
    public Task<bool> RetrainAsync(CancellationToken cancellationToken = default) =>
        WaitAsync(done => _processor.Learning.Retrain(done, _processor.EventTime), cancellationToken);

    /// <summary>
    /// Returns to an earlier snapshot: its model, its answers and its recent sessions, which are saved as a new snapshot so
    /// that they are what a restart finds.
    /// </summary>
    /// <param name="number">A number of <see cref="Snapshots"/>.</param>
    /// <param name="cancellationToken">Ends the waiting, not the return.</param>
    /// <returns>
    /// False where it cannot be used, which is told: there is no such snapshot, it is damaged, holds no trained model, or
    /// one of another detector or other templates; or the detector is training.
    /// </returns>
    /// <exception cref="InvalidOperationException"><see cref="AnomalyDetectorOptions.ModelPath"/> is not set.</exception>
    public async Task<bool> RollbackAsync(int number, CancellationToken cancellationToken = default)
    {
        if (_store is null)
        {
            throw new InvalidOperationException($"{nameof(AnomalyDetectorOptions)}.{nameof(AnomalyDetectorOptions.ModelPath)} is not set.");
        }

        // Read here, so that the reader does not wait for the disk.
        var snapshot = await Task.Run(() => Read(number), cancellationToken).ConfigureAwait(false);
        return snapshot is not null
            && await RunAsync(() => _processor.Learning.RollBack(snapshot), cancellationToken).ConfigureAwait(false);
    }

    private Snapshot? Read(int number)
    {
        var snapshot = _store!.Load(number, _engine, out var problem);
        if (snapshot is not null)
        {
            problem = snapshot.Model is null ? $"snapshot {number} holds no trained model"
                : snapshot.Detector != _options.Detector ? $"snapshot {number} is for the detector {snapshot.Detector}"
                : snapshot.Model.WindowSize > _processor.WindowSize ? $"snapshot {number} looks back on {snapshot.Model.WindowSize} events, and sessions keep {_processor.WindowSize}"

                // Keys are for life: an earlier snapshot of this detector has the first ones of today's.
                : !_vocabulary.ToArray().AsSpan().StartsWith(snapshot.Templates) ? $"snapshot {number} has other templates"
                : null;
        }

        if (problem is not null)
        {
            _diagnostics.Tell(problem + "; the model stays as it is.");
            return null;
        }

        return snapshot;
    }

    private async Task<bool> WaitAsync(Action<TaskCompletionSource<bool>> start, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return await RunAsync(
            () =>
            {
                start(done);
                return true;
            },
            cancellation).ConfigureAwait(false)
            && await Task.WhenAny(done.Task, _reader.Finished).WaitAsync(cancellation).ConfigureAwait(false) == done.Task
            && await done.Task.ConfigureAwait(false);
    }
}
