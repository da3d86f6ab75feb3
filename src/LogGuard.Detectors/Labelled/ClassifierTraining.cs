using System.Globalization;
using LogGuard.Detection;
using LogGuard.Neural;

namespace LogGuard.Detectors.Labelled;

/// <summary>
/// Trains a <see cref="SessionClassifier"/>: both classes weigh the same unless the settings say otherwise, the weights with the lowest loss on held-out sessions are kept,
/// and training ends when that loss does not fall any more.
/// </summary>
internal static class ClassifierTraining
{
    /// <returns>The probability from which a session is reported: the given one, or the one that divides the held-out sessions best.</returns>
    public static float Run(SessionClassifier classifier, LabelledRows rows, ClassifierSettings settings, LogModelData data)
    {
        var (fit, heldOut) = rows.Divide();
        Run(classifier, fit, heldOut, settings, data);
        if (settings.Threshold is { } given)
        {
            return given;
        }

        var threshold = BestThreshold.Of([.. heldOut.Select(row => (classifier.Judge(row.Keys), row.IsAnomalous, row.Count))]);
        data.Tell(string.Create(CultureInfo.InvariantCulture, $"sessions are reported from {threshold:0.000} on, which divides those held out best."));
        return threshold;
    }

    /// <returns>The lowest loss on the held-out sessions.</returns>
    public static double Run(SessionClassifier classifier, LabelledRow[] fit, LabelledRow[] heldOut, ClassifierSettings settings, LogModelData data)
    {
        var weights = WeightsOf(fit, settings);
        var random = new Random(data.Seed);
        return new NetworkTraining<LabelledRow>
        {
            Epochs = settings.Epochs,
            Patience = settings.Patience,
            Batches = () => Batches(fit, settings, random),
            BatchOf = batch => classifier.BatchOf([.. batch.Select(row => row.Keys)]),
            TargetsOf = batch => TargetsOf(batch, weights),
            HeldOutLoss = () => LossOf(classifier, heldOut, weights, settings, data.Cancellation),
        }.Run(classifier.Network, new AdamOptions { LearningRate = settings.LearningRate, GradientNormLimit = 5, DropoutSeed = data.Seed }, data.Cancellation, data.Progress);
    }

    // The two classes weigh the same together, but a row of one no more than a hundred times a row of the other.
    private static (double Normal, double Anomalous) WeightsOf(LabelledRow[] rows, ClassifierSettings settings)
    {
        if (!settings.IsBalanced)
        {
            return (1, 1);
        }

        var (normal, anomalous) = (rows.Where(row => !row.IsAnomalous).Sum(row => Math.Sqrt(row.Count)), rows.Where(row => row.IsAnomalous).Sum(row => Math.Sqrt(row.Count)));
        return (1, Math.Clamp(normal / Math.Max(1, anomalous), 0.01, 100));
    }

    private static NetworkTargets TargetsOf(LabelledRow[] batch, (double Normal, double Anomalous) weights) => new()
    {
        Values = batch.SelectMany(row => (float[])[1 - row.Anomalous, row.Anomalous]).ToArray(),
        Weights = Array.ConvertAll(batch, row => (float)WeightOf(row, weights)),
    };

    // The thousandth repetition of a session says less than the first: with its full count, a handful of sessions would be all that is learnt.
    private static double WeightOf(LabelledRow row, (double Normal, double Anomalous) weights) =>
        Math.Sqrt(row.Count) * (row.IsAnomalous ? weights.Anomalous : weights.Normal);

    private static double LossOf(
        SessionClassifier classifier, LabelledRow[] rows, (double Normal, double Anomalous) weights, ClassifierSettings settings, CancellationToken cancellation)
    {
        var (loss, weight) = (0.0, 0.0);
        foreach (var batch in rows.Chunk(settings.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var outputs = new float[batch.Length * SessionClassifier.Classes];
            classifier.Network.Predict(classifier.BatchOf([.. batch.Select(row => row.Keys)]), outputs);
            for (var i = 0; i < batch.Length; i++)
            {
                var own = WeightOf(batch[i], weights);
                var (normal, anomalous) = (outputs[SessionClassifier.Classes * i], outputs[(SessionClassifier.Classes * i) + 1]);
                loss -= own * ((batch[i].Anomalous * Math.Log(Math.Max(1e-12, anomalous))) + ((1 - batch[i].Anomalous) * Math.Log(Math.Max(1e-12, normal))));
                weight += own;
            }
        }

        return loss / weight;
    }

    // Sessions of like length share a batch, so that little is padded; the batches come in random order.
    private static LabelledRow[][] Batches(LabelledRow[] rows, ClassifierSettings settings, Random random)
    {
        var order = rows.Select(row => (Row: row, Place: Math.Min(row.Keys.Length, settings.SessionLength) + random.NextDouble())).OrderBy(one => one.Place).Select(one => one.Row);
        var batches = order.Chunk(settings.BatchSize).ToArray();
        random.Shuffle(batches);
        return batches;
    }
}
