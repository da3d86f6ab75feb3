using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Learning.Training;

/// <summary>Chooses the probability below which a key is unexpected, from training data alone.</summary>
internal static class FloorCalibration
{
    /// <summary>
    /// Largest floor: a key that comes once in a hundred times is no anomaly, however regular the training sessions are. Fixed,
    /// because calibration cannot measure a log without variation.
    /// </summary>
    internal const float LargestFloor = 0.01f;

    // A session is flagged by its most surprising event, so a sample is each session's largest surprise. Held-out sessions
    // tell how surprising unseen ones are. But they are few for a rate of one in a thousand, and may lack paths that a hundredth
    // of all sessions take. So the floor may not raise more alarms than the rate in all training sessions either, which the
    // network knows better than future ones. Probabilities are bounded by the evidence, as in detection: one retry in the
    // held-out sessions behind a line where none was learnt lowered the floor to 1 in 139,243; with the bound it is 1 in 1,869.
    public static float Calibrate(
        NextKeyModel model, StepEvidence evidence, SessionCorpus corpus, Range heldOut, double alarmRate, int rememberedLimit = int.MaxValue,
        CancellationToken cancellation = default)
    {
        var known = (Rows: new WindowTable(model.WindowSize + 1), Probabilities: new List<float>());
        var unseen = TailThreshold.Fit(LargestSurprises(model, evidence, corpus, heldOut, known, rememberedLimit, cancellation), alarmRate);
        var all = LargestSurprises(model, evidence, corpus, Range.All, known, rememberedLimit, cancellation);
        Array.Sort(all);
        var learnt = all[^(1 + (int)(all.Length * alarmRate))];
        return Math.Min(LargestFloor, (float)Math.Exp(-Math.Max(unseen, learnt)));
    }

    // Sessions repeat each other, so each distinct window with its target is predicted once.
    private static double[] LargestSurprises(
        NextKeyModel model, StepEvidence evidence, SessionCorpus corpus, Range sessions, (WindowTable Rows, List<float> Probabilities) known,
        int rememberedLimit, CancellationToken cancellation)
    {
        var probabilities = new float[model.Symbols.OutputCount];
        var surprises = new List<double>();
        foreach (var (sequence, count) in corpus.Weighted(sessions))
        {
            cancellation.ThrowIfCancellationRequested();
            var leastLikely = 1f;
            foreach (var (row, _) in WindowSet.Enumerate([(sequence, 1)], model.Symbols, model.WindowSize, model.KnowsBoundaries))
            {
                if (known.Rows.Count >= rememberedLimit)
                {
                    known.Rows.Clear();
                    known.Probabilities.Clear();
                }

                var number = known.Rows.GetOrAdd(row.Span, out var isNew);
                if (isNew)
                {
                    model.Predict(row.Span[..^1], probabilities);
                    known.Probabilities.Add(Math.Max(probabilities[row.Span[^1]], evidence.LeastProbability(row.Span[^2], row.Span[^1])));
                }

                leastLikely = Math.Min(leastLikely, known.Probabilities[number]);
            }

            surprises.AddRange(Enumerable.Repeat(-Math.Log(Math.Max(leastLikely, float.Epsilon)), count));
        }

        return [.. surprises];
    }
}
