using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Models.NextKey;

/// <summary>
/// The online update of a log key model (DeepLog, section 3.3): teaches a copy of the trained network pairs of a window and the
/// key that is normal after it, until it accepts them. It differs from the paper in two ways. Each step also rehearses windows of
/// the training, with the trained network's own predictions as targets (distillation: Li and Hoiem, Learning without Forgetting,
/// 2016). And each update starts from the weights of the training and learns all pairs fed back so far: the same answers give the
/// same model in any order and in any number of runs, an answer can be taken back, and changes do not accumulate.
/// </summary>
internal sealed class LogKeyModelUpdater(INeuralEngine engine, int seed)
{
    /// <summary>Largest number of pairs that are learnt, which limits an update to seconds. Further pairs are known by their marks only.</summary>
    internal const int PairLimit = 1_024;

    /// <summary>Windows of the training in each step; the default batch size of the training.</summary>
    internal const int RehearsalSize = 256;

    /// <summary>Largest number of steps, whether or not all pairs are accepted by then; two fifths of a training.</summary>
    internal const int StepLimit = 800;

    /// <summary>Additional steps at the end with a learning rate that decays to zero, so that borderline windows settle.</summary>
    internal const int SettlingSteps = 100;

    /// <summary>A pair counts as learnt once it is this many times as likely as the rule requires, so that it is not borderline.</summary>
    internal const float Margin = 2;

    /// <summary>
    /// Chosen on training sessions. A model of HDFS's first eighth was taught windows of the rest that it rejected (g = 3): 0.0003
    /// changed fewer verdicts on the other windows than 0.001 did. The trained network's own predictions as targets changed fewer
    /// than the actual keys did.
    /// </summary>
    internal const float LearningRate = 0.0003f;

    /// <summary>The target probability of a pair's key after its window.</summary>
    internal const float PairShare = 0.5f;

    private const int CheckInterval = 5;

    /// <summary>Updates a copy.</summary>
    /// <param name="description">The network.</param>
    /// <param name="basis">The weights to start from and the windows to rehearse.</param>
    /// <param name="rule">Decides whether a pair is accepted.</param>
    /// <param name="pairs">The pairs to learn; not empty.</param>
    /// <param name="cancellation">Ends the update early with <see cref="OperationCanceledException"/>.</param>
    public NetworkUpdate Update(
        NetworkDescription description, UpdateBasis basis, ExpectationRule rule, WindowSet pairs, CancellationToken cancellation)
    {
        var network = Load(description, basis);
        var teacher = Load(description, basis);
        var before = Accepted(network, rule, basis.Rehearsal, 1);
        var trainer = network.BeginTraining(new AdamOptions());
        var random = new SeededRandom(seed);
        trainer.LearningRate = LearningRate;
        var batches = new Rehearsal(basis.Rehearsal, new SeededRandom(seed));
        var steps = 0;
        var accepted = Accepted(network, rule, pairs, Margin);
        var isNew = accepted.Contains(false);
        while (steps < StepLimit && accepted.Contains(false))
        {
            for (var i = 0; i < CheckInterval; i++, steps++)
            {
                cancellation.ThrowIfCancellationRequested();
                Step(trainer, teacher, batches.Next(), pairs);
            }

            accepted = Accepted(network, rule, pairs, Margin);
        }

        for (var i = 0; i < SettlingSteps && isNew; i++, steps++)
        {
            cancellation.ThrowIfCancellationRequested();
            trainer.LearningRate = LearningRate * 0.5f * (1 + (float)Math.Cos(Math.PI * i / SettlingSteps));
            Step(trainer, teacher, batches.Next(), pairs);
        }

        accepted = Accepted(network, rule, pairs, 1);
        var after = Accepted(network, rule, basis.Rehearsal, 1);
        double lost = 0;
        for (var i = 0; i < before.Length; i++)
        {
            lost += before[i] && !after[i] ? basis.Rehearsal.Weights[i] : 0;
        }

        return new NetworkUpdate(
            network, steps, accepted.Count(isAccepted => isAccepted), lost / Math.Max(1, basis.Rehearsal.TotalWeight));
    }

    private INeuralNetwork Load(NetworkDescription description, UpdateBasis basis)
    {
        var network = engine.Create(description, seed);
        network.LoadWeights(basis.Weights);
        return network;
    }

    private static void Step(INeuralTrainer trainer, INeuralNetwork teacher, WindowSet rehearsal, WindowSet pairs)
    {
        int[] windows = [.. rehearsal.Windows, .. pairs.Windows];
        var (count, outputCount) = (rehearsal.Count + pairs.Count, teacher.Description.OutputCount);
        var targets = new float[count * outputCount];
        teacher.Predict(windows, pairs.WindowSize, targets);

        // The fed back key shares the probability with the keys expected there before: both are normal.
        for (var i = 0; i < pairs.Count; i++)
        {
            var row = targets.AsSpan((rehearsal.Count + i) * outputCount, outputCount);
            foreach (ref var share in row)
            {
                share *= 1 - PairShare;
            }

            row[pairs.Targets[i]] += PairShare;
        }

        // Rounding may bring a softmax slightly above 1, and targets must not exceed 1.
        foreach (ref var target in targets.AsSpan())
        {
            target = Math.Min(target, 1);
        }

        trainer.TrainOnBatch(
            new NetworkBatch(new SourceBatch { Symbols = windows, StepCount = pairs.WindowSize }) { RowCount = count },
            new NetworkTargets { Values = targets });
    }

    private static bool[] Accepted(INeuralNetwork network, ExpectationRule rule, WindowSet windows, float margin)
    {
        const int Chunk = 1024;
        var outputCount = network.Description.OutputCount;
        var strict = rule with { ProbabilityFloor = rule.ProbabilityFloor * margin };
        var probabilities = new float[Math.Min(Chunk, windows.Count) * outputCount];
        var accepted = new bool[windows.Count];
        for (var start = 0; start < windows.Count; start += Chunk)
        {
            var count = Math.Min(Chunk, windows.Count - start);
            network.Predict(
                windows.Windows.AsSpan(start * windows.WindowSize, count * windows.WindowSize), windows.WindowSize,
                probabilities.AsSpan(0, count * outputCount));
            for (var i = 0; i < count; i++)
            {
                var row = probabilities.AsSpan(i * outputCount, outputCount);
                var own = row[windows.Targets[start + i]];
                var rank = 0;
                foreach (var other in row)
                {
                    rank += other > own ? 1 : 0;
                }

                accepted[start + i] = strict.Accepts(own, rank);
            }
        }

        return accepted;
    }

    // Supplies the windows of the training, in a new order with each pass.
    private sealed class Rehearsal(WindowSet windows, SeededRandom random)
    {
        private readonly int[] _order = [.. Enumerable.Range(0, windows.Count)];
        private int _place = windows.Count;

        public WindowSet Next()
        {
            if (_place >= _order.Length)
            {
                random.Shuffle(_order);
                _place = 0;
            }

            var rows = _order.AsSpan(_place, Math.Min(RehearsalSize, _order.Length - _place));
            _place += rows.Length;
            return windows.Take(rows);
        }
    }
}

/// <summary>An updated network.</summary>
/// <param name="Network">The network.</param>
/// <param name="StepCount">Optimiser steps taken.</param>
/// <param name="AcceptedCount">Number of pairs that it accepts now.</param>
/// <param name="LostShare">Weighted share of the rehearsed windows that were accepted before the update and are not after it.</param>
internal sealed record NetworkUpdate(INeuralNetwork Network, int StepCount, int AcceptedCount, double LostShare);
