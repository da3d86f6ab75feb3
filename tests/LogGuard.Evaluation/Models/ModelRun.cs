using System.Diagnostics;
using LogGuard.Detection;
using LogGuard.Detectors;
using LogGuard.Keys;
using LogGuard.Measures;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>Trains one model and lets it judge.</summary>
internal static class ModelRun
{
    private const double MegaByte = 1024 * 1024;

    /// <exception cref="InvalidOperationException">The model could not learn.</exception>
    public static ModelResult Run(ModelRow row, CancellationToken cancellation)
    {
        var task = row.Task();
        var trainer = row.Trainer();
        var told = new List<string>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var model = Train(trainer, task, told, cancellation);
        var trained = clock.Elapsed.TotalSeconds;
        var memory = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
        clock.Restart();
        var counts = Judge(model, row, trainer.WindowSize, task, cancellation);
        return new ModelResult(
            task.Set, task.Division, counts.TruePositives, counts.FalsePositives, counts.FalseNegatives, counts.TrueNegatives, trained,
            clock.Elapsed.TotalSeconds, ParametersOf(model), memory / MegaByte, [.. told]);
    }

    /// <summary>Trains a model on a task.</summary>
    /// <exception cref="InvalidOperationException">The model could not learn.</exception>
    public static ILogModel Train(ILogModelTrainer trainer, ModelTask task, List<string> told, CancellationToken cancellation) => trainer.Train(new LogModelData
    {
        Sessions = Share(task.Learnt),
        Labelled = [.. task.Labelled.Select(session => new LogModelSession(session.Keys, IsAnomalous: session.IsAnomalous))],
        Keys = [.. task.Learnt.Distinct().Concat(task.Labelled.Select(session => session.Keys)).SelectMany(keys => keys).Distinct().Order()],
        TemplateOf = task.TemplateOf,
        Engine = new ManagedEngine(),
        Seed = 1,
        TargetAlarmRate = new AnomalyDetectorOptions().Model.TargetAlarmRate,
        Tell = told.Add,
        Cancellation = cancellation,
    }) ?? throw new InvalidOperationException($"{trainer.Name} could not learn: {string.Join(' ', told)}");

    private static ConfusionCounts Judge(ILogModel model, ModelRow row, int windowSize, ModelTask task, CancellationToken cancellation)
    {
        var counts = default(ConfusionCounts);
        var session = new Session(windowSize);
        foreach (var one in task.Judged)
        {
            cancellation.ThrowIfCancellationRequested();
            session.Open(SessionId.From("judged"), collects: false);
            if (row.IsLabelShown && model is AutoModel auto)
            {
                auto.Label = one.IsAnomalous;
            }

            counts = counts.Add(one.IsAnomalous, IsReported(model, session, one.Keys, windowSize, task.Vocabulary, row.PaddedTo), one.Weight);
        }

        return counts;
    }

    /// <summary>Whether a model reports a session.</summary>
    /// <param name="model">The model.</param>
    /// <param name="session">A session without events.</param>
    /// <param name="keys">The keys of its events.</param>
    /// <param name="windowSize">Latest keys that the model reads.</param>
    /// <param name="vocabulary">The templates.</param>
    /// <param name="paddedTo">See <see cref="ModelRow.PaddedTo"/>.</param>
    public static bool IsReported(ILogModel model, Session session, int[] keys, int windowSize, LogKeyVocabulary vocabulary, int paddedTo = 0)
    {
        if (keys.Length <= paddedTo && paddedTo > 0)
        {
            return true;
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (model.JudgesEvents && i >= paddedTo)
            {
                var window = keys.AsSpan(Math.Max(0, i + 1 - windowSize)..(i + 1));
                if (model.Judge(new JudgedSession(session, window, keys[i], double.NaN, LogSeverity.Information, vocabulary)) is not null)
                {
                    return true;
                }
            }

            session.Append(keys[i]);
        }

        return model.JudgeEnd(new JudgedSession(session, keys.AsSpan(Math.Max(0, keys.Length - windowSize)..), LogKey.None, double.NaN, null, vocabulary)) is not null;
    }

    // Equal sessions share one object, as in a detector.
    private static LogModelSession[] Share(IReadOnlyList<int[]> sessions)
    {
        var shared = new Dictionary<int[], LogModelSession>();
        return [.. sessions.Select(keys => shared.TryGetValue(keys, out var session) ? session : shared[keys] = new LogModelSession(keys))];
    }

    private static long ParametersOf(ILogModel model)
    {
        var counter = new ParameterCounter();
        model.Save(counter);
        return counter.Count;
    }
}
