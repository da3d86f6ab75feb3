using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

/// <summary>Weights travel to and from PyTorch as safetensors; see Neural/ReferenceValues/make_reference_values.py.</summary>
public class InterchangeTests
{
    private const string Case = "mixed-sources-soft-labels";

    [Fact]
    public void AStateDictOfPyTorchGivesPyTorchsPredictions()
    {
        using ComposedReference reference = ComposedReference.Load(Case);
        INeuralNetwork network = new ManagedEngine().Create(reference.Description, seed: 1);
        using FileStream file = File.OpenRead(Path.Combine(ComposedReference.Folder, "interchange.safetensors"));

        network.LoadWeights(Safetensors.Read(file).Tensors);

        var outputs = new float[reference.Outputs.Length];
        network.Predict(reference.Batch, outputs);
        NeuralAssert.Close(reference.Outputs, outputs, 1e-5, "outputs");
    }

    /// <summary>Leaves a file with our weights and outputs for the script's --check, and reads it back here.</summary>
    [Fact]
    public void AFileForPyTorchToCheckIsWritten()
    {
        using ComposedReference reference = ComposedReference.Load(Case);
        INeuralNetwork network = new ManagedEngine().Create(reference.Description, seed: 2);
        INeuralTrainer trainer = network.BeginTraining(new AdamOptions { LearningRate = 0.05f });
        for (int step = 0; step < 20; step++)
        {
            trainer.TrainOnBatch(reference.Batch, reference.Targets);
        }

        var outputs = new float[reference.Outputs.Length];
        network.Predict(reference.Batch, outputs);
        NamedTensor[] written =
            [.. network.Weights, new("outputs", [outputs.Length / reference.Description.OutputCount, reference.Description.OutputCount], outputs)];
        string path = Path.Combine(ComposedReference.Folder, "written-here.safetensors");
        using (FileStream file = File.Create(path))
        {
            Safetensors.Write(file, written, new Dictionary<string, string> { ["format"] = "pt" });
        }

        using FileStream back = File.OpenRead(path);
        NeuralAssert.Same(written, Safetensors.Read(back).Tensors);
    }
}
