using LogGuard.Detection;
using LogGuard.Neural;

namespace LogGuard.Detectors.Lines;

/// <summary>
/// One of the two autoencoders, of normal or of anomalous lines. With x the numbers of the words (words): 400 units with an L1 penalty, 200,
/// 200, softmax over the words; the loss is the cross entropy to x / Σ x, and the output is softmax · Σ x, which has the scale of x.
/// </summary>
internal sealed class LineAutoencoder(INeuralNetwork network)
{
    private const int Patience = 5;

    // The paper names none. A larger one outweighs the loss of some nats, since the first layer has 16,000 weights.
    private const float L1 = 1e-5f;

    /// <summary>The network.</summary>
    public INeuralNetwork Network => network;

    /// <summary>The network for lines of so many words.</summary>
    public static NetworkDescription Describe(int wordCount, float dropout) => new()
    {
        OutputCount = wordCount,
        Head = NetworkHead.Softmax,
        Sources = [new NetworkSource { ValueCount = wordCount }],
        Layers = [new DenseLayer(400, Activation.Relu, dropout) { L1 = L1 }, new DenseLayer(200, Activation.Relu, dropout), new DenseLayer(200, Activation.Relu, dropout)],
    };

    /// <summary>Fits the network to lines; training ends when the loss of held-out lines does not fall any more.</summary>
    /// <param name="lines">The numbers of each distinct line and how often it occurs; one or more.</param>
    /// <param name="options">The settings.</param>
    /// <param name="data">The seed and the cancellation.</param>
    public void Train(IReadOnlyList<(float[] Codes, int Count)> lines, AutoOptions options, LogModelData data)
    {
        var random = new Random(data.Seed);
        var shuffled = lines.ToArray();
        random.Shuffle(shuffled);
        var heldOut = shuffled[..Math.Max(1, shuffled.Length / 10)];
        var fit = shuffled.Length < 20 ? shuffled : shuffled[heldOut.Length..];
        new NetworkTraining<(float[] Codes, int Count)>
        {
            Epochs = options.Epochs,
            Patience = Patience,
            Batches = NetworkTraining<(float[] Codes, int Count)>.Shuffled(fit, options.BatchSize, random),
            BatchOf = BatchOf,
            TargetsOf = TargetsOf,
            HeldOutLoss = () => heldOut.Chunk(options.BatchSize)
                .Sum(batch => Losses(batch.Select(line => line.Codes).ToArray()).Zip(batch, (loss, line) => loss * line.Count).Sum()),
        }.Run(network, new AdamOptions { LearningRate = options.LearningRate, DropoutSeed = data.Seed }, data.Cancellation);
    }

    /// <summary>The cross entropy of a line, and its output in place of its numbers.</summary>
    public double Reconstruct(ReadOnlySpan<float> codes, Span<float> output)
    {
        network.Predict(BatchOf([(codes.ToArray(), 1)]), output);
        return Finish(codes, output);
    }

    private double[] Losses(float[][] lines)
    {
        var width = network.Description.OutputCount;
        var outputs = new float[lines.Length * width];
        network.Predict(BatchOf([.. lines.Select(codes => (codes, 1))]), outputs);
        return [.. lines.Select((codes, row) => Finish(codes, outputs.AsSpan(row * width, width)))];
    }

    private static double Finish(ReadOnlySpan<float> codes, Span<float> output)
    {
        var (sum, loss) = (0f, 0.0);
        foreach (var code in codes)
        {
            sum += code;
        }

        for (var i = 0; i < codes.Length; i++)
        {
            loss -= sum == 0 ? 0 : codes[i] / sum * Math.Log(Math.Max(1e-12, output[i]));
            output[i] *= sum;
        }

        return loss;
    }

    private static NetworkBatch BatchOf((float[] Codes, int Count)[] lines) =>
        new(new SourceBatch { Values = lines.SelectMany(line => line.Codes).ToArray() }) { RowCount = lines.Length };

    private static NetworkTargets TargetsOf((float[] Codes, int Count)[] lines) => new()
    {
        Values = lines.SelectMany(line => line.Codes.Sum() is > 0 and var sum ? line.Codes.Select(code => code / sum) : line.Codes).ToArray(),
        Weights = lines.Select(line => (float)Math.Sqrt(line.Count)).ToArray(),
    };
}
