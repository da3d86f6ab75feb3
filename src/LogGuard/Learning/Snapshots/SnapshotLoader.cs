using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Neural;
using LogGuard.Parsing;

namespace LogGuard.Learning.Snapshots;

/// <summary>Loads a snapshot into a detector: the newest usable one at its start, or an earlier one to return to.</summary>
internal sealed class SnapshotLoader(
    AnomalyDetectorOptions options, SnapshotStore? store, INeuralEngine engine, LogKeyVocabulary vocabulary, FeedbackMarks feedback,
    DiagnosticLog diagnostics)
{
    private int _loadedNumber;

    /// <summary>Stores the open sessions; null if they are not saved.</summary>
    public SessionStore? Sessions { get; init; }

    /// <summary>The settings that decide which events form a session.</summary>
    public string Grouping { get; init; } = "";

    /// <summary>The open sessions of the process before; null if there are none, or they do not fit the snapshot.</summary>
    public SavedSessions? OpenSessions { get; private set; }

    /// <summary>The reports that were delivered after they were saved.</summary>
    public IReadOnlyList<DeliveredReport> DeliveredReports { get; private set; } = [];

    /// <summary>Loads the newest usable snapshot, and restores the vocabulary and the answers that it holds.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="InvalidOperationException">A trained model is required, and there is none.</exception>
    public Snapshot? LoadNewest()
    {
        using var activity = new DetectorActivity("logguard.snapshot.load", options.Name);
        string? problem = null;
        _loadedNumber = store?.LatestNumber ?? 0;
        var snapshot = LoadSessions(store?.Load(engine, out problem, ProblemOf));
        if (snapshot is not null && !vocabulary.TryRestore(snapshot.Templates, snapshot.KeyChanges))
        {
            problem = "the saved model names a template twice";
            diagnostics.Warn(problem + "; the detector learns anew.");
            snapshot = null;
        }

        if (snapshot is not null)
        {
            feedback.Restore(snapshot.NormalPatterns, snapshot.AnomalousPatterns);
            feedback.RestoreStanding(snapshot.StandingPatterns);
            feedback.RestoreLevels(snapshot.AnswerLevels);
        }

        End(activity, snapshot, problem);
        if (options.RequireModel && snapshot?.Model is null)
        {
            throw new InvalidOperationException(
                $"{nameof(AnomalyDetectorOptions)}: RequireModel is true, and there is no trained model in {options.ModelPath}{(problem is null ? "" : ": " + problem)}.");
        }

        TellModel(snapshot);
        return snapshot;
    }

    /// <summary>Reads the newest usable snapshot if another detector has saved one since <see cref="LoadNewest"/>.</summary>
    public Snapshot? LoadNewer() => store is not null && store.LatestNumber > _loadedNumber ? store.Load(engine, out _, ProblemOf) : null;

    /// <summary>Reads an earlier snapshot of the running detector, from the disk.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="windowSize">Number of previous events that the detector's sessions keep.</param>
    /// <returns>Null if it cannot be used; the reason is reported.</returns>
    /// <exception cref="InvalidOperationException">The detector has no store.</exception>
    public Snapshot? Load(int number, int windowSize)
    {
        if (store is null)
        {
            throw new InvalidOperationException($"{nameof(AnomalyDetectorOptions)}.{nameof(AnomalyDetectorOptions.ModelPath)} is not set.");
        }

        var snapshot = store.Load(number, engine, out var problem);
        if (snapshot is not null)
        {
            problem = snapshot.Model is null ? $"snapshot {number} holds no trained model"
                : snapshot.Detector != options.Detector ? $"snapshot {number} is for the detector {snapshot.Detector}"
                : snapshot.Model.WindowSize > windowSize ? $"snapshot {number} looks back on {snapshot.Model.WindowSize} events, and sessions keep {windowSize}"

                // Keys are never reused: an earlier snapshot of this detector has the first ones of today's.
                : !vocabulary.ToArray().AsSpan().StartsWith(snapshot.Templates) ? $"snapshot {number} has other templates"
                : null;
        }

        if (problem is not null)
        {
            diagnostics.Warn(problem + "; the model stays as it is.");
            return null;
        }

        return snapshot;
    }

    // The sessions may have been saved after the snapshot, with templates that came since.
    private Snapshot? LoadSessions(Snapshot? snapshot)
    {
        if (snapshot is null || Sessions?.Load() is not { } saved)
        {
            return snapshot;
        }

        var isLater = saved.Templates.AsSpan().StartsWith(snapshot.Templates);
        var problem = saved.Grouping != Grouping ? "they belong to other settings"
            : !isLater && !snapshot.Templates.AsSpan().StartsWith(saved.Templates) ? "they have other templates than the model"
            : saved.Templates.Length > options.VocabularyLimit ? "their templates do not fit in the vocabulary"
            : MinedKeys.ProblemOf(saved.MinedKeys, saved.Templates.Length, options.Mining);
        var later = isLater
            ? snapshot with { Templates = saved.Templates, KeyChanges = saved.KeyChanges, MinedKeys = saved.MinedKeys, Quarantine = saved.Quarantine, Rates = saved.Rates ?? snapshot.Rates }
            : snapshot;
        problem ??= new LogKeyVocabulary(options.VocabularyLimit).TryRestore(later.Templates, later.KeyChanges) ? null : "they name a template twice";
        if (problem is not null)
        {
            diagnostics.Tell($"the open sessions of the last run are not continued: {problem}.");
            return snapshot;
        }

        OpenSessions = saved;
        DeliveredReports = Sessions.LoadReports(saved.Number);
        return later;
    }

    private string? ProblemOf(Snapshot snapshot) =>
        snapshot.Detector != options.Detector
            ? $"the saved model is for the detector {snapshot.Detector}, and {options.Detector} is asked for"
        : snapshot.Templates.Length > options.VocabularyLimit
            ? $"the saved model has {snapshot.Templates.Length:N0} templates, which do not fit in a vocabulary of {options.VocabularyLimit:N0}"
        : MinedKeys.ProblemOf(snapshot.MinedKeys, snapshot.Templates.Length, options.Mining) is { } problem
            ? $"the saved templates of text logs cannot be used: {problem}"
        : null;

    private void TellModel(Snapshot? snapshot)
    {
        if (snapshot?.Model is not { } model)
        {
            return;
        }

        diagnostics.Tell($"detecting, by a saved model of {model.SessionCount:N0} sessions and {snapshot.Templates.Length:N0} templates.");
        if (model.Predictor is { } predictor && options.Detector == DetectorKind.Default && predictor.WindowSize != options.Model.WindowSize)
        {
            diagnostics.Tell($"Model.WindowSize is {options.Model.WindowSize}, and the saved model keeps the {predictor.WindowSize} that it was trained with.");
        }
    }

    private static void End(DetectorActivity activity, Snapshot? snapshot, string? problem)
    {
        activity.Tag("logguard.sessions", snapshot?.Model?.SessionCount ?? snapshot?.Corpus?.Count);
        activity.Tag("logguard.templates", snapshot?.Templates.Length);
        if (snapshot is null && problem is not null)
        {
            activity.Fail(problem);
        }
        else
        {
            activity.End(snapshot is null ? "none" : "done");
        }
    }
}
