using LogGuard.Detection;
using LogGuard.Detectors;
using LogGuard.EvaluationRuns.Models;
using LogGuard.Keys;
using LogGuard.Measures;
using LogGuard.Sequences;

namespace LogGuard.EvaluationRuns;

/// <summary>LogRobust on the sessions of <see cref="RenamesEvaluation"/>, learnt from labels as in the table of models.</summary>
internal sealed class RobustRival
{
    private readonly LogKeyVocabulary _vocabulary;
    private readonly LogRobustTrainer _trainer = new();
    private readonly ILogModel _model;

    /// <param name="templates">The template of each key; the first is none.</param>
    /// <param name="limit">Most templates with all rewordings.</param>
    /// <param name="cancellation">Cancels the training.</param>
    public RobustRival(string[] templates, int limit, CancellationToken cancellation)
    {
        _vocabulary = new LogKeyVocabulary(limit);
        var labelled = HdfsTasks.Labelled();
        var task = new ModelTask
        {
            Set = labelled.Set,
            Division = labelled.Division,
            Learnt = [.. labelled.Learnt.Select(Translate)],
            Labelled = [.. labelled.Labelled.Select(session => new ModelSession(Translate(session.Keys), session.IsAnomalous))],
            Judged = [],
            Vocabulary = _vocabulary,
        };
        _model = ModelRun.Train(_trainer, task, [], cancellation);

        int[] Translate(int[] keys) => [.. keys.Select(key => _vocabulary.GetOrAdd(templates[key]))];
    }

    /// <summary>Judges sessions.</summary>
    /// <param name="sessions">The sessions; equal arrays are judged once.</param>
    /// <param name="templateOf">The template of a key.</param>
    /// <param name="cancellation">Cancels it.</param>
    public ConfusionCounts Judge(IEnumerable<(int[] Keys, bool IsAnomalous)> sessions, Func<int, string> templateOf, CancellationToken cancellation)
    {
        var known = new Dictionary<int[], bool>();
        var counts = default(ConfusionCounts);
        var session = new Session(_trainer.WindowSize);
        foreach (var (keys, isAnomalous) in sessions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!known.TryGetValue(keys, out var isReported))
            {
                session.Open(SessionId.From("judged"), collects: false);
                int[] translated = [.. keys.Select(key => _vocabulary.GetOrAdd(templateOf(key)))];
                known.Add(keys, isReported = ModelRun.IsReported(_model, session, translated, _trainer.WindowSize, _vocabulary));
            }

            counts = counts.Add(isAnomalous, isReported);
        }

        return counts;
    }
}
