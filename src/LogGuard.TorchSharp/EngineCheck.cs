using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// Checks a device against the managed engine with two small networks. A libtorch of another version than TorchSharp was built for may
/// load without an error and then compute something else.
/// </summary>
internal static class EngineCheck
{
    // Float32 agrees to 1e-6 here. bfloat16 has 8 bits, and its sums agree to a few hundredths.
    private const float Tolerance = 1e-3f;
    private const float MixedTolerance = 0.05f;

    // More than the 64 rows that the managed engine works on at a time.
    private const int Rows = 70;
    private const int Steps = 4;
    private const int Symbols = 7;

    /// <summary>The reason why a device cannot be used; null if it can.</summary>
    public static string? FindProblem(OpenedDevice device, bool mixedPrecision)
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
            float difference = Difference(device, description, mixedPrecision);
            if (!(difference <= (mixedPrecision ? MixedTolerance : Tolerance)))
            {
                return $"{device.Name} computes other probabilities than the managed engine, by {difference:g2}; perhaps libtorch has another version.";
            }
        }

        return null;
    }

    // The largest difference of any probability, before and after a training step.
    private static float Difference(OpenedDevice opened, NetworkDescription description, bool mixedPrecision)
    {
        var random = new Random(1);
        var windows = new int[Rows * Steps];
        var targets = new int[Rows];
        var weights = new float[Rows];
        Array.Fill(weights, 1);
        foreach (ref int symbol in windows.AsSpan())
        {
            symbol = random.Next(Symbols);
        }

        foreach (ref int target in targets.AsSpan())
        {
            target = random.Next(Symbols);
        }

        INeuralNetwork host = new ManagedEngine(threadCount: 1).Create(description, seed: 1);
        using DeviceNetwork device = opened.Build(description, mixedPrecision);
        device.Load(host.Weights);
        float largest = Largest(host, device, windows);

        var options = new AdamOptions { LearningRate = 0.01f };
        host.BeginTraining(options).TrainOnBatch(windows, Steps, targets, weights);
        Train(device, options, windows, targets, weights);
        return Math.Max(largest, Largest(host, device, windows));
    }

    private static void Train(DeviceNetwork device, OptimizerOptions options, int[] windows, int[] targets, float[] weights)
    {
        using var trainer = new DeviceTrainer(device, options);
        trainer.ComputeGradients(NetworkBatch.OfWindows(windows, Steps), new NetworkTargets { Classes = targets, Weights = weights }, weightSum: Rows);
        trainer.Step(options.LearningRate);
    }

    private static float Largest(INeuralNetwork host, DeviceNetwork device, int[] windows)
    {
        var expected = new float[Rows * Symbols];
        var actual = new float[Rows * Symbols];
        host.Predict(windows, Steps, expected);
        device.Predict(NetworkBatch.OfWindows(windows, Steps), actual);

        float largest = 0;
        for (int j = 0; j < expected.Length; j++)
        {
            // Written so that NaN on either side counts as a large difference.
            float difference = Math.Abs(expected[j] - actual[j]);
            largest = difference <= largest ? largest : difference;
        }

        return largest;
    }
}
