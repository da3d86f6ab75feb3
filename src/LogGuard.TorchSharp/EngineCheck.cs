using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// Finds out whether a device works out what it should, by two small networks and the managed engine: a libtorch of another version than
/// TorchSharp was made for loads at times, and then does something else.
/// </summary>
internal static class EngineCheck
{
    // Float32 is right to 1e-6 here. bfloat16 has 8 bits, and sums of them are right to a few hundredths.
    private const float Tolerance = 1e-3f;
    private const float MixedTolerance = 0.05f;

    // More rows than the managed engine's shard has.
    private const int Rows = 70;
    private const int Steps = 4;
    private const int Symbols = 7;

    /// <summary>Why a device cannot be used; null if it can.</summary>
    public static string? FindProblem(TorchSharpEngine engine, bool mixedPrecision)
    {
        foreach (RecurrentKind kind in Enum.GetValues<RecurrentKind>())
        {
            var description = new NetworkDescription
            {
                OutputCount = Symbols,
                Sources =
                [
                    new NetworkSource
                    {
                        SymbolCount = Symbols,
                        Input = NetworkInput.Embedding,
                        Recurrent = new RecurrentStack { Kind = kind, HiddenSize = 8, LayerCount = 2 },
                    },
                ],
            };
            float difference = Difference(engine, description);
            if (!(difference <= (mixedPrecision ? MixedTolerance : Tolerance)))
            {
                return $"{engine.DeviceName} works out other probabilities than the managed engine, by {difference:g2}; perhaps because of another version of libtorch.";
            }
        }

        return null;
    }

    // The largest one of any probability, before and after a step of training.
    private static float Difference(TorchSharpEngine engine, NetworkDescription description)
    {
        var random = new SeededRandom(1);
        var windows = new int[Rows * Steps];
        var targets = new int[Rows];
        var weights = new float[Rows];
        Array.Fill(weights, 1);
        foreach (ref int symbol in windows.AsSpan())
        {
            symbol = (int)(random.NextUniform() * Symbols);
        }

        foreach (ref int target in targets.AsSpan())
        {
            target = (int)(random.NextUniform() * Symbols);
        }

        var host = (ManagedNetwork)new ManagedEngine(threadCount: 1).Create(description, seed: 1);
        DeviceNetwork device = engine.Build(description);
        device.Load(host.Weights);
        float largest = Largest(host, device, windows);

        var options = new AdamOptions { LearningRate = 0.01f };
        host.BeginTraining(options).TrainOnBatch(windows, Steps, targets, weights);
        Train(device, options, windows, targets, weights);
        return Math.Max(largest, Largest(host, device, windows));
    }

    private static unsafe void Train(DeviceNetwork device, OptimizerOptions options, int[] windows, int[] targets, float[] weights)
    {
        var trainer = new DeviceTrainer(device, options);
        fixed (int* pinned = windows)
        {
            SourceRows[] rows = [new SourceRows { Symbols = pinned, Steps = Steps }];
            trainer.ComputeGradients(rows, Rows, new BatchTargets { Classes = targets, Weights = weights, WeightSum = Rows });
            trainer.Step(options.LearningRate);
        }
    }

    private static unsafe float Largest(ManagedNetwork host, DeviceNetwork device, int[] windows)
    {
        var expected = new float[Rows * Symbols];
        var actual = new float[Rows * Symbols];
        host.Predict(windows, Steps, expected);
        fixed (int* pinned = windows)
        {
            device.Predict([new SourceRows { Symbols = pinned, Steps = Steps }], Rows, actual);
        }

        float largest = 0;
        for (int j = 0; j < expected.Length; j++)
        {
            // NaN, from whichever side, is no small difference.
            float difference = Math.Abs(expected[j] - actual[j]);
            largest = difference <= largest ? largest : difference;
        }

        return largest;
    }
}
