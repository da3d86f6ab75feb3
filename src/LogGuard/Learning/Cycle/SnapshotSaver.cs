using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Snapshots;
using LogGuard.Parsing;

namespace LogGuard.Learning.Cycle;

/// <summary>Saves the learnt state when it has changed. Only accessed by the reader.</summary>
internal sealed class SnapshotSaver(
    LearningState state, SnapshotStore? store, Snapshot? loaded, MinedKeys minedKeys, KeyQuarantine quarantine, RenamedTemplates renamed, Retrainer retrainer)
{
    /// <summary>Time from an answer to the save, since answers come in runs and each save writes the whole model: all answers within it are saved together.</summary>
    internal static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    // Windows of rates that are learnt again quickly are not worth a snapshot.
    private const int RatesWorthSaving = 60;

    private int _savedKeyCount = loaded?.Templates.Length ?? 0;
    private int _savedSessionCount = (loaded?.Corpus?.Count ?? 0) + (loaded?.Beginnings?.Count ?? 0);
    private long _savedFeedback;
    private long _savedQuarantine;
    private long _savedRenamed;
    private long _savedKeyChanges;
    private long _savedTextChanges;
    private long _savedChanges = loaded?.Model?.ChangeCount ?? 0;
    private long _savedRates = loaded?.Rates is null ? 0 : state.Rates?.LearntCount ?? 0;
    private long? _unsavedSince;

    // Each save of collected sessions writes all of them, so the number of saves is kept to the logarithm of theirs.
    private const int CollectedShare = 10;

    /// <summary>Whether there is a snapshot of the present state of learning.</summary>
    public bool HasSnapshot { get; private set; } = loaded is not null;

    /// <summary>Whether the model or the answers have changed since the last snapshot.</summary>
    public bool HasUnsavedModel => state.IsModelUnsaved || state.Feedback.Version != _savedFeedback;

    // Whether the state differs from the last snapshot.
    private bool HasNews =>
        (state.Collector is { } collector ? SessionCountOf(collector) > _savedSessionCount : state.Vocabulary.Count > _savedKeyCount)
        || state.IsModelUnsaved
        || ChangeCount != _savedChanges
        || quarantine.ChangeCount != _savedQuarantine
        || renamed.ChangeCount != _savedRenamed
        || state.Feedback.Version != _savedFeedback
        || state.Vocabulary.ChangeCount != _savedKeyChanges
        || minedKeys.ChangeCount != _savedTextChanges
        || state.Rates?.LearntCount - _savedRates >= RatesWorthSaving;

    private long ChangeCount => state.Model?.ChangeCount ?? 0;

    /// <summary>Saves the learnt state.</summary>
    /// <returns>The folder of the snapshot.</returns>
    /// <exception cref="InvalidOperationException">No folder is set.</exception>
    /// <exception cref="IOException">The disk or the folder does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public string Save()
    {
        if (store is null)
        {
            throw new InvalidOperationException($"{nameof(AnomalyDetectorOptions)}.{nameof(AnomalyDetectorOptions.ModelPath)} is not set.");
        }

        using var activity = new DetectorActivity("logguard.snapshot.save", state.Options.Name);
        try
        {
            var folder = SaveNews(store);
            activity.Tag("logguard.sessions", state.Model?.SessionCount ?? state.Collector?.Corpus.Count);
            activity.Tag("logguard.templates", _savedKeyCount);
            activity.End();
            return folder;
        }
        catch (Exception exception)
        {
            activity.Fail(exception);
            throw;
        }
    }

    /// <summary>Saves if there is a folder. A failure is reported, and the next change tries again.</summary>
    public void TrySave()
    {
        // Another owner of the folder was told once.
        if (store is not { IsOwner: true })
        {
            return;
        }

        try
        {
            Save();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            state.Diagnostics.TellRepeated("saving", _ => $"nothing could be saved in {store.Folder}: {exception.Message}");
        }
    }

    /// <summary>Saves the collected sessions if they have become more by a tenth.</summary>
    /// <param name="isLast">Whether to save them in any case.</param>
    /// <returns>Whether the last snapshot holds all of them.</returns>
    public bool SaveCollected(bool isLast)
    {
        var count = state.Collector!.Corpus.Count;
        if (HasSnapshot && count == _savedSessionCount)
        {
            return true;
        }

        if (!isLast && HasSnapshot && count - _savedSessionCount < _savedSessionCount / CollectedShare)
        {
            return false;
        }

        TrySave();
        return HasSnapshot && count == _savedSessionCount;
    }

    /// <summary>Saves the state if it changed: the sessions collected so far, or keys assigned since the model was saved.</summary>
    public void SaveNews()
    {
        if (HasNews)
        {
            TrySave();
        }
    }

    /// <summary>Saves answers, and changes of the model by what it judged, that are older than <see cref="Delay"/> and are not saved yet.</summary>
    public void SaveAnswersIfDue()
    {
        if (store is null || state.State != DetectorState.Detecting
            || (state.Feedback.Version == _savedFeedback && !state.IsModelUnsaved && ChangeCount == _savedChanges && renamed.ChangeCount == _savedRenamed))
        {
            return;
        }

        var clock = state.Options.TimeProvider;
        var now = clock.GetTimestamp();
        _unsavedSince ??= now;
        if (clock.GetElapsedTime(_unsavedSince.Value, now) >= Delay)
        {
            // A failure was reported; the next attempt follows after the same delay.
            _unsavedSince = null;
            TrySave();
        }
    }

    /// <summary>Saves answers that were given while the last anomalies were delivered.</summary>
    public void SaveLateAnswers()
    {
        if (state.Feedback.Version != _savedFeedback)
        {
            TrySave();
        }
    }

    private string SaveNews(SnapshotStore target)
    {
        // The order ensures that no mark and no mined template refers to a key that is not among the templates.
        var (collector, feedback) = (state.Collector, state.Feedback);
        var textChanges = minedKeys.ChangeCount;
        var savedMinedKeys = minedKeys.Save();
        var feedbackVersion = feedback.Version;
        var (normal, anomalous) = (feedback.ToArray(isNormal: true), feedback.ToArray(isNormal: false));
        var keyChanges = state.Vocabulary.ChangeCount;
        var templates = state.Vocabulary.ToArray(out var changes);
        var folder = target.Save(new Snapshot(
            state.Options.Detector, templates, collector?.LeastSeverity ?? state.LeastSeverity, state.Model, collector?.Corpus)
        {
            KeyChanges = changes,
            NormalPatterns = normal,
            AnomalousPatterns = anomalous,
            StandingPatterns = feedback.StandingToArray(),
            AnswerLevels = feedback.LevelsToArray(),
            SeenKeys = state.Model is { } model ? [.. model.Symbols.SeenKeys] : [.. state.SeenKeys.Keys.Where(key => key <= templates.Length)],
            LongestStep = state.LongestStep,
            Beginnings = collector is { Beginnings.Count: > 0 } ? collector.Beginnings.All() : null,
            Recent = retrainer.Recent.Count == 0 ? null : retrainer.Recent.All(),
            RecentFacts = retrainer.Recent.Facts,
            LabelledNormal = state.Labelled.Of(isAnomalous: false),
            LabelledAnomalous = state.Labelled.Of(isAnomalous: true),
            Habits = state.Habits,
            LearntChanges = state.LearntChanges,
            TakenBack = state.TakenBack,
            Timed = (collector?.Timed ?? retrainer.Recent.Timed).Sessions,
            Series = (collector is null ? retrainer.RecentValues : collector.Values)?.Series,
            TrainedAt = state.TrainedAt,
            Trained = state.Trained,
            Rates = state.Rates?.Save(templates.Length),
            Quarantine = quarantine.State,
            Renamed = [.. renamed.State.Where(key => key.Key <= templates.Length)],
            MinedKeys = savedMinedKeys,
        });
        HasSnapshot = true;
        state.IsModelUnsaved = false;
        _savedChanges = ChangeCount;
        _savedQuarantine = quarantine.ChangeCount;
        _savedRenamed = renamed.ChangeCount;
        _savedTextChanges = textChanges;
        _savedFeedback = feedbackVersion;
        _savedKeyChanges = keyChanges;
        _savedKeyCount = templates.Length;
        _savedRates = state.Rates?.LearntCount ?? 0;
        _savedSessionCount = collector is null ? 0 : SessionCountOf(collector);
        return folder;
    }

    private static int SessionCountOf(SessionCollector collector) => collector.Corpus.Count + collector.Beginnings.Count;
}
