using LogGuard.Detection;
using LogGuard.Neural;

namespace LogGuard.Detectors.Labelled;

/// <summary>
/// Trains a <see cref="SessionClassifier"/>: both classes weigh the same, the weights with the lowest loss on held-out sessions are kept,
/// and training ends when that loss does not fall any more.
/// </summary>
internal static class ClassifierTraining
{
    public static void Run(SessionClassifier classifier, LabelledRows rows, ClassifierSettings settings, LogModelData data)
    {
        var (fit, heldOut) = rows.Divide();
        var weights = WeightsOf(fit);
        var trainer = classifier.Network.BeginTraining(new AdamOptions { LearningRate = settings.LearningRate, GradientNormLimit = 5, DropoutSeed = data.Seed });
        var random = new Random(data.Seed);
        var (best, bestWeights, sinceBest) = (double.PositiveInfinity, Array.Empty<NamedTensor>(), 0);
        for (var epoch = 0; epoch < settings.Epochs && sinceBest < settings.Patience; epoch++)
        {
            foreach (var batch in Batches(fit, settings, random))
            {
                data.Cancellation.ThrowIfCancellationRequested();
                trainer.TrainOnBatch(classifier.BatchOf([.. batch.Select(row => row.Keys)]), TargetsOf(batch, weights));
            }

            var loss = LossOf(classifier, heldOut, weights, settings, data.Cancellation);
            sinceBest++;
            if (loss < best)
            {
                (best, sinceBest) = (loss, 0);
                bestWeights = [.. classifier.Network.Weights.Select(tensor => tensor with { Values = [.. tensor.Values] })];
            }

            data.Progress((epoch + 1.0) / settings.Epochs);
        }

        if (bestWeights.Length > 0)
        {
            classifier.Network.LoadWeights(bestWeights);
        }
    }

    // A row weighs as often as it occurred; the two classes weigh the same together, but no class more than a hundred times the other.
    private static (double Normal, double Anomalous) WeightsOf(LabelledRow[] rows)
    {
        var (normal, anomalous) = (rows.Where(row => !row.IsAnomalous).Sum(row => (double)row.Count), rows.Where(row => row.IsAnomalous).Sum(row => (double)row.Count));
        var ratio = Math.Clamp(normal / Math.Max(1, anomalous), 0.01, 100);
        return (1, ratio);
    }

    private static NetworkTargets TargetsOf(LabelledRow[] batch, (double Normal, double Anomalous) weights) => new()
    {
        Classes = Array.ConvertAll(batch, row => row.IsAnomalous ? 1 : 0),
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
                loss -= own * Math.Log(Math.Max(1e-12, outputs[(SessionClassifier.Classes * i) + (batch[i].IsAnomalous ? 1 : 0)]));
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
