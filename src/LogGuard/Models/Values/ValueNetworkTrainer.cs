using LogGuard.Neural;

namespace LogGuard.Models.Values;

/// <summary>
/// Trains a key's network to predict the next vector from the previous ones (mean squared error). Keeps the weights that did best on
/// the validation part, and stops when the validation error has not improved for a while.
/// </summary>
internal sealed class ValueNetworkTrainer(INeuralEngine engine, ParameterValueTrainingOptions options)
{
    // A validation of a key with the largest number of vectors costs about as much as five steps.
    private const int ValidateEvery = 25;
    private const int Patience = 6;
    private const float GradientNormLimit = 1;

    // Of 0, 0.001 and 0.01 this has the lowest validation error on OpenStack's times, by a small margin. The learning rate and the
    // hidden size were chosen the same way; a factor of two either way makes no difference.
    private const float WeightDecay = 0.001f;

    /// <summary>Trains a network.</summary>
    /// <param name="draft">The key's features; at least one is an input of the network.</param>
    /// <param name="stepCount">Largest number of optimiser steps.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    public INeuralNetwork Train(ValueModelDraft draft, int stepCount, CancellationToken cancellation)
    {
        var network = engine.Create(ParameterValueModel.Describe(draft.InputCount, options.HiddenSize), options.Seed);
        var trainer = network.BeginTraining(new AdamOptions { LearningRate = options.LearningRate, GradientNormLimit = GradientNormLimit, WeightDecay = WeightDecay });
        var random = new SeededRandom(options.Seed);

        // Vectors with a missing value are not used as targets.
        var order = Enumerable.Range(options.HistoryLength, Math.Max(0, draft.FitCount - options.HistoryLength))
            .Where(row => !draft.IsMissing.AsSpan(row * draft.InputCount, draft.InputCount).Contains(true)).ToArray();
        var batchSize = Math.Min(options.BatchSize, order.Length);
        var best = new EarlyStopping(Patience);
        if (batchSize == 0)
        {
            return network;
        }

        var source = new SourceBatch { StepCount = options.HistoryLength };
        var batch = new NetworkBatch(source) { RowCount = batchSize };
        var targets = new NetworkTargets();
        var inputs = new float[batchSize * options.HistoryLength * draft.InputCount];
        var outputs = new float[batchSize * draft.InputCount];
        source.Values = inputs;
        targets.Values = outputs;
        var next = order.Length;
        for (var step = 0; step < stepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (next + batchSize > order.Length)
            {
                random.Shuffle(order);
                next = 0;
            }

            for (var i = 0; i < batchSize; i++)
            {
                var row = order[next++];
                History(draft, row).CopyTo(inputs.AsSpan(i * options.HistoryLength * draft.InputCount));
                draft.Rows.AsSpan(row * draft.InputCount, draft.InputCount).CopyTo(outputs.AsSpan(i * draft.InputCount));
            }

            trainer.LearningRate = options.LearningRate * (float)(0.5 * (1 + Math.Cos(Math.PI * step / stepCount)));
            trainer.TrainOnBatch(batch, targets);
            if ((step + 1) % ValidateEvery == 0 && !best.Report(Loss(draft, Predict(network, draft)), network))
            {
                break;
            }
        }

        best.Restore(network);
        return network;
    }

    /// <summary>Predicts the vectors of the validation part, each from the actual ones before it, (vectors, inputs).</summary>
    public float[] Predict(INeuralNetwork network, ValueModelDraft draft)
    {
        var first = Math.Max(draft.FitCount, options.HistoryLength);
        var count = Math.Max(0, draft.Rows.Length / draft.InputCount - first);
        var outputs = new float[count * draft.InputCount];
        var inputs = new float[options.BatchSize * options.HistoryLength * draft.InputCount];

        // In batches on one thread: threads work on different keys.
        for (var start = 0; start < count; start += options.BatchSize)
        {
            var part = Math.Min(options.BatchSize, count - start);
            for (var i = 0; i < part; i++)
            {
                History(draft, first + start + i).CopyTo(inputs.AsSpan(i * options.HistoryLength * draft.InputCount));
            }

            var source = new SourceBatch
            {
                StepCount = options.HistoryLength,
                Values = inputs.AsMemory(0, part * options.HistoryLength * draft.InputCount),
            };
            network.Predict(new NetworkBatch(source) { RowCount = part }, outputs.AsSpan(start * draft.InputCount, part * draft.InputCount));
        }

        return outputs;
    }

    private ReadOnlySpan<float> History(ValueModelDraft draft, int row) =>
        draft.Rows.AsSpan((row - options.HistoryLength) * draft.InputCount, options.HistoryLength * draft.InputCount);

    private static double Loss(ValueModelDraft draft, float[] predicted)
    {
        double sum = 0;
        var offset = draft.Rows.Length - predicted.Length;
        for (var i = 0; i < predicted.Length; i++)
        {
            sum += draft.IsMissing[offset + i] ? 0 : Math.Pow(draft.Rows[offset + i] - predicted[i], 2);
        }

        return sum;
    }
}
