using System.Globalization;
using LogGuard.Neural;
using LogGuard.Tests.Support;
using LogGuard.TorchSharp.Tests.Support;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>Every network of the parity tests on a device, against the managed engine: outputs, gradients and losses through ten steps.</summary>
internal static class ParityRun
{
    private const int Rows = 100;
    private const int Steps = 9;
    private const int TrainingSteps = 10;

    // Those of the parity tests: float32 sums agree to 1e-5, and ten steps of Adam multiply that.
    private const double Tolerance = 1e-4;
    private const double TrainedTolerance = 1e-3;

    public static int Run(TorchDevice device)
    {
        var told = 0;
        void Tell(string line)
        {
            told++;
            Console.WriteLine(line);
        }

        if (EngineChoice.Make(new TorchSharpOptions { Device = device, SmallBatchLimit = 0 }, Tell) is not TorchSharpEngine engine)
        {
            Console.WriteLine($"result name=parity device={device} engine=managed networks=0");
            return 1;
        }

        var worst = default(Differences);
        var bad = 0;
        foreach (var (name, some) in SomeNetworks.All)
        {
            var found = Compare(engine, some);
            var isGood = !engine.HasFailed && found.IsWithin(Tolerance, TrainedTolerance);
            bad += isGood ? 0 : 1;
            worst = worst.Largest(found);
            Console.WriteLine($"{(isGood ? "same" : "DIFFERENT")}: {found} {name}");
        }

        Console.WriteLine($"result name=parity device={engine.DeviceName} engine={engine.Name} networks={SomeNetworks.All.Count} different={bad} told={told} {worst}");
        return bad + told == 0 ? 0 : 1;
    }

    private static Differences Compare(TorchSharpEngine engine, SomeNetwork some)
    {
        var batch = new ComposedBatch(some.Description, Rows, Steps, seed: 4, some.HasLengths, some.HasSoftTargets);
        var managed = new ManagedEngine(threadCount: 1).Create(some.Description, seed: 3);
        var torch = engine.Create(some.Description, seed: 3);
        var before = Difference(batch.Predict(managed), batch.Predict(torch));
        var (expected, actual) = ((ManagedTrainer)managed.BeginTraining(some.Options), (TorchSharpTrainer)torch.BeginTraining(some.Options));
        var (gradients, loss) = (0.0, 0.0);
        for (var step = 0; step < TrainingSteps && !engine.HasFailed; step++)
        {
            var (one, other) = (expected.ComputeGradients(batch.Batch, batch.Targets), actual.ComputeGradients(batch.Batch, batch.Targets));
            loss = Math.Max(loss, Math.Abs(one - other) / Math.Abs(one));
            if (step == 0 || !some.HasUnitsThatFlip)
            {
                gradients = Math.Max(gradients, expected.Gradients.Zip(actual.Gradients, (left, right) => Difference(left.Values, right.Values)).Max());
            }

            batch.Train(expected);
            batch.Train(actual);
        }

        return new Differences(before, gradients, loss, Difference(batch.Predict(managed), batch.Predict(torch)));
    }

    // Relative to the largest value; NaN on either side is an infinite difference.
    private static double Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var (largest, difference) = (double.Epsilon, 0.0);
        for (var j = 0; j < expected.Length; j++)
        {
            largest = Math.Max(largest, Math.Abs(expected[j]));
            difference = float.IsFinite(expected[j] - actual[j]) ? Math.Max(difference, Math.Abs(expected[j] - actual[j])) : double.PositiveInfinity;
        }

        return difference / largest;
    }

    /// <summary>Relative differences of a network before training, of its gradients and losses while training, and of its outputs after it.</summary>
    private readonly record struct Differences(double Outputs, double Gradients, double Loss, double Trained)
    {
        public bool IsWithin(double tolerance, double trained) => Outputs <= tolerance && Gradients <= tolerance && Loss <= tolerance && Trained <= trained;

        public Differences Largest(Differences other) => new(
            Math.Max(Outputs, other.Outputs), Math.Max(Gradients, other.Gradients), Math.Max(Loss, other.Loss), Math.Max(Trained, other.Trained));

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"outputs={Outputs:0.0e0} gradients={Gradients:0.0e0} loss={Loss:0.0e0} trained_outputs={Trained:0.0e0}");
    }
}
