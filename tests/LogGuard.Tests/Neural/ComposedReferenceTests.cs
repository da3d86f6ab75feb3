using LogGuard.Neural;
using LogGuard.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.Tests.Neural;

/// <summary>
/// Every layer, loss and optimiser of the managed engine against PyTorch in double precision. Tolerances are relative
/// to the largest value of a tensor, since single small values are differences of large ones.
/// </summary>
public class ComposedReferenceTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> References =>
    [
        "gru-two-layers", "gru-embedding-lengths", "lstm-bidirectional-lengths", "gru-bidirectional-mean-sigmoid",
        "lstm-values-squared", "mixed-sources-soft-labels", "dense-autoencoder", "embedding-mean", "one-hot-mean-reverse-values",
        "convolutions-lengths", "convolutions-one-hot-values", "attention-lstm-bidirectional", "attention-inputs",
        "msif-lengths", "msif-bidirectional-mean",
    ];

    [Theory]
    [MemberData(nameof(References))]
    public void OutputsAreThoseOfPyTorch(string name)
    {
        using ComposedReference reference = ComposedReference.Load(name);
        var outputs = new float[reference.Outputs.Length];

        reference.MakeNetwork().Predict(reference.Batch, outputs);

        output.WriteLine($"outputs {NeuralAssert.CloseToLargest(reference.Outputs, outputs, Tolerance, "outputs"):g2}");
    }

    [Theory]
    [MemberData(nameof(References))]
    public void LossAndGradientsAreThoseOfPyTorch(string name)
    {
        using ComposedReference reference = ComposedReference.Load(name);
        var trainer = (ManagedTrainer)reference.MakeNetwork().BeginTraining(reference.Options);

        double loss = trainer.ComputeGradients(reference.Batch, reference.Targets);

        Assert.Equal(reference.Loss, loss, Tolerance * reference.Loss);
        output.WriteLine($"gradients {NeuralAssert.CloseToLargest(reference.Gradients, trainer.Gradients, Tolerance):g2}");
    }

    [Theory]
    [MemberData(nameof(References))]
    public void TenStepsLeadToTheWeightsOfPyTorch(string name)
    {
        using ComposedReference reference = ComposedReference.Load(name);
        ManagedNetwork network = reference.MakeNetwork();
        INeuralTrainer trainer = network.BeginTraining(reference.Options);
        NetworkBatch batch = reference.Batch;
        NetworkTargets targets = reference.Targets;

        foreach (double expected in reference.Losses)
        {
            Assert.Equal(expected, trainer.TrainOnBatch(batch, targets), Tolerance * expected);
        }

        output.WriteLine($"weights {NeuralAssert.CloseToLargest(reference.Trained, network.Weights, Tolerance):g2}");
    }
}
