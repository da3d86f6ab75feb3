using LogGuard.Neural;
using LogGuard.Tests.Support;
using LogGuard.TorchSharp.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.TorchSharp.Tests;

/// <summary>
/// Every description that a model or a paper uses, on both engines: the same outputs, losses, gradients and weights. Tolerances are
/// relative to the largest value of a tensor, as in the managed engine's own tests against PyTorch.
/// </summary>
public class ParityTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    // Adam divides a gradient by its own size: where it is all rounding, a step of Adam is that rounding, as large as any other.
    private const double WeightTolerance = 1e-3;

    public static TheoryData<string> Names => [.. SomeNetworks.All.Keys];

    public static TheoryData<string> References =>
        [.. Directory.GetFiles(ComposedReference.Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !IsPlain(name)).Order()];

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void OutputsAreThoseOfTheManagedEngine(string name)
    {
        var pair = NetworkPair.Make(name);

        double error = NeuralAssert.CloseToLargest(pair.Batch.Predict(pair.Managed), pair.Batch.Predict(pair.Torch), Tolerance, "outputs");

        output.WriteLine($"outputs {error:g2}");
        Assert.False(pair.Engine.HasFailed);
    }

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void TenStepsHaveTheLossesGradientsAndWeightsOfTheManagedEngine(string name)
    {
        var pair = NetworkPair.Make(name);
        var managed = (ManagedTrainer)pair.Managed.BeginTraining(pair.Options);
        var torch = (TorchSharpTrainer)pair.Torch.BeginTraining(pair.Options);

        double worst = 0;
        for (int step = 0; step < 10; step++)
        {
            double expected = managed.ComputeGradients(pair.Batch.Batch, pair.Batch.Targets);
            double actual = torch.ComputeGradients(pair.Batch.Batch, pair.Batch.Targets);
            Assert.Equal(expected, actual, Tolerance * expected);
            if (step == 0 || !pair.HasUnitsThatFlip)
            {
                worst = Math.Max(worst, NeuralAssert.CloseToLargest(OnOneScale(managed.Gradients), OnOneScale(torch.Gradients), Tolerance));
            }

            Assert.Equal(pair.Batch.Train(managed), pair.Batch.Train(torch), Tolerance * expected);
        }

        double outputs = NeuralAssert.CloseToLargest(pair.Batch.Predict(pair.Managed), pair.Batch.Predict(pair.Torch), Tolerance, "outputs");
        double weights = pair.HasUnitsThatFlip ? 0 : NeuralAssert.CloseToLargest(pair.Managed.Weights, pair.Torch.Weights, WeightTolerance);
        output.WriteLine($"gradients {worst:g2}, outputs {outputs:g2}, weights {weights:g2}");
        Assert.False(pair.Engine.HasFailed);
    }

    [TorchTheory]
    [MemberData(nameof(References))]
    public void OutputsLossesAndWeightsAreThoseOfPyTorch(string name)
    {
        using ComposedReference reference = ComposedReference.Load(name);
        TorchSharpEngine engine = SomeEngine.OnCpu();
        INeuralNetwork network = engine.Create(reference.Description, seed: 0);
        network.LoadWeights(reference.Initial);
        var outputs = new float[reference.Outputs.Length];

        network.Predict(reference.Batch, outputs);
        NeuralAssert.CloseToLargest(reference.Outputs, outputs, Tolerance, "outputs");

        INeuralTrainer trainer = network.BeginTraining(reference.Options);
        foreach (double expected in reference.Losses)
        {
            Assert.Equal(expected, trainer.TrainOnBatch(reference.Batch, reference.Targets), Tolerance * expected);
        }

        output.WriteLine($"weights {NeuralAssert.CloseToLargest(reference.Trained, network.Weights, Tolerance):g2}");
        Assert.False(engine.HasFailed);
    }

    [TorchTheory]
    [InlineData("one-hot-one-layer")]
    [InlineData("one-hot-two-layers")]
    [InlineData("embedding-two-layers")]
    public void WindowsOfSymbolsAreAsInPyTorch(string name)
    {
        using NeuralReference reference = NeuralReference.Load(name);
        TorchSharpEngine engine = SomeEngine.OnCpu();
        INeuralNetwork network = engine.Create(reference.Description, seed: 0);
        network.LoadWeights(reference.Initial);
        var probabilities = new float[reference.Probabilities.Length];

        network.Predict(reference.Windows, reference.WindowSize, probabilities);
        NeuralAssert.CloseToLargest(reference.Probabilities, probabilities, Tolerance, "probabilities");

        INeuralTrainer trainer = network.BeginTraining(new AdamOptions { LearningRate = 0.01f });
        foreach (double expected in reference.Losses)
        {
            Assert.Equal(expected, trainer.TrainOnBatch(reference.Windows, reference.WindowSize, reference.Targets, reference.Weights), Tolerance * expected);
        }

        output.WriteLine($"weights {NeuralAssert.CloseToLargest(reference.Trained, network.Weights, Tolerance):g2}");
        Assert.False(engine.HasFailed);
    }

    // The shares of attention add up to 1, so a change of its bias nearly cancels out: its gradient is the small difference of large numbers.
    // It is compared on the scale of the gradient of attention's weights.
    private static IReadOnlyList<NamedTensor> OnOneScale(IReadOnlyList<NamedTensor> gradients)
    {
        const string Weight = "attention.weight";
        NamedTensor Join(NamedTensor tensor)
        {
            string bias = tensor.Name.Replace(Weight, "attention.bias", StringComparison.Ordinal);
            return tensor with { Values = [.. tensor.Values, .. gradients.Single(other => other.Name == bias).Values] };
        }

        return
        [
            .. gradients.Where(tensor => !tensor.Name.EndsWith("attention.bias", StringComparison.Ordinal))
                .Select(tensor => tensor.Name.EndsWith(Weight, StringComparison.Ordinal) ? Join(tensor) : tensor),
        ];
    }

    private static bool IsPlain(string name) => name is "one-hot-one-layer" or "one-hot-two-layers" or "embedding-two-layers";
}
