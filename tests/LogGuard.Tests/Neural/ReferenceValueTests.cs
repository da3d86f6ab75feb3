using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

/// <summary>The managed engine against PyTorch, all within an absolute tolerance of 1e-5.</summary>
public class ReferenceValueTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> References => ["one-hot-two-layers", "embedding-two-layers", "one-hot-one-layer"];

    [Theory]
    [MemberData(nameof(References))]
    public void ProbabilitiesAreThoseOfPyTorch(string name)
    {
        using NeuralReference reference = NeuralReference.Load(name);
        ManagedNetwork network = reference.MakeNetwork();
        var probabilities = new float[reference.Probabilities.Length];

        network.Predict(reference.Windows, reference.WindowSize, probabilities);

        NeuralAssert.Close(reference.Probabilities, probabilities, Tolerance, "probabilities");
    }

    [Theory]
    [MemberData(nameof(References))]
    public void LossAndGradientsAreThoseOfPyTorch(string name)
    {
        using NeuralReference reference = NeuralReference.Load(name);
        var trainer = (ManagedTrainer)reference.MakeNetwork().BeginTraining(new AdamOptions());

        double loss = trainer.ComputeGradients(reference.Windows, reference.WindowSize, reference.Targets, reference.Weights);

        Assert.Equal(reference.Loss, loss, Tolerance);
        NeuralAssert.Close(reference.Gradients, trainer.Gradients, Tolerance);
    }

    [Theory]
    [MemberData(nameof(References))]
    public void TenAdamStepsLeadToTheWeightsOfPyTorch(string name)
    {
        using NeuralReference reference = NeuralReference.Load(name);
        ManagedNetwork network = reference.MakeNetwork();
        INeuralTrainer trainer = network.BeginTraining(new AdamOptions { LearningRate = 0.01f });

        foreach (float expectedLoss in reference.Losses)
        {
            double loss = trainer.TrainOnBatch(reference.Windows, reference.WindowSize, reference.Targets, reference.Weights);
            Assert.Equal(expectedLoss, loss, Tolerance);
        }

        NeuralAssert.Close(reference.Trained, network.Weights, Tolerance);
    }
}
