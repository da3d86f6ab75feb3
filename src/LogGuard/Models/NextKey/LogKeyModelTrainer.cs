using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Models.NextKey;

/// <summary>
/// Trains a network on weighted distinct windows: a fixed number of Adam steps with a learning rate that decays along a cosine.
/// The result has the weights that did best on the held-out windows.
/// </summary>
internal sealed class LogKeyModelTrainer(INeuralEngine engine, LogKeyTrainingOptions options)
{
    private const int ValidationCount = 12;

    /// <summary>Trains a network.</summary>
    /// <param name="description">The network.</param>
    /// <param name="windows">The windows to learn from; not empty.</param>
    /// <param name="heldOut">The windows that decide which weights are kept; if empty, the last ones are.</param>
    /// <param name="progress">Receives the share done, 0..1, a few times a second at most.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    public INeuralNetwork Train(
        NetworkDescription description, WindowSet windows, WindowSet? heldOut, Action<double>? progress, CancellationToken cancellation) =>
        Train(description, new WindowSetFeed(windows, options.BatchSize, options.Seed, options.CountsRepetitions), heldOut, progress, cancellation);

    /// <summary>Trains a network on the windows of a feed, of any number.</summary>
    public INeuralNetwork Train(
        NetworkDescription description, IWindowFeed feed, WindowSet? heldOut, Action<double>? progress, CancellationToken cancellation)
    {
        var network = engine.Create(description, options.Seed);
        var trainer = network.BeginTraining(new AdamOptions());
        var stepCount = Math.Max(options.StepCount, options.MinimumPasses * feed.BatchesPerPass);
        var validateEvery = Math.Max(1, stepCount / ValidationCount);

        var best = new EarlyStopping();
        for (long step = 0; step < stepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            feed.Next();
            trainer.LearningRate = options.LearningRate * CosineDecay((double)step / stepCount);
            trainer.TrainOnBatch(feed.Windows, feed.WindowSize, feed.Targets, feed.Weights);

            if (heldOut is { Count: > 0 } && ((step + 1) % validateEvery == 0 || step + 1 == stepCount))
            {
                best.Report(Loss(network, heldOut), network);
            }

            if (step % 16 == 0)
            {
                progress?.Invoke((double)step / stepCount);
            }
        }

        best.Restore(network);
        progress?.Invoke(1);
        return network;
    }

    private float CosineDecay(double done) => float.Lerp(
        options.FinalLearningRateShare, 1, 0.5f * (1 + (float)Math.Cos(Math.PI * done)));

    /// <summary>The weighted mean cross entropy of a network over windows, in nats.</summary>
    internal static double Loss(INeuralNetwork network, WindowSet windows)
    {
        const int Chunk = 1024;
        var outputCount = network.Description.OutputCount;
        var probabilities = new float[Math.Min(Chunk, windows.Count) * outputCount];
        double sum = 0;
        for (var start = 0; start < windows.Count; start += Chunk)
        {
            var count = Math.Min(Chunk, windows.Count - start);
            network.Predict(
                windows.Windows.AsSpan(start * windows.WindowSize, count * windows.WindowSize), windows.WindowSize,
                probabilities.AsSpan(0, count * outputCount));
            for (var i = 0; i < count; i++)
            {
                var probability = probabilities[i * outputCount + windows.Targets[start + i]];
                sum -= windows.Weights[start + i] * Math.Log(Math.Max(probability, float.Epsilon));
            }
        }

        return sum / windows.TotalWeight;
    }
}
