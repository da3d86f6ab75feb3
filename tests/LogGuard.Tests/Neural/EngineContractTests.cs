using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

/// <summary>The public helpers of engines.</summary>
public class EngineContractTests
{
    private static readonly NetworkDescription Description = new() { SymbolCount = 5, OutputCount = 5, HiddenSize = 6, LayerCount = 1 };
    private static readonly int[] Windows = [0, 1, 2, 3, 4, 0];

    [Fact]
    public void WeightsWrittenInPlaceArePredictedWithOnceTheNetworkIsTold()
    {
        INeuralNetwork network = new ManagedEngine(threadCount: 1).Create(Description, seed: 1);
        INeuralNetwork other = new ManagedEngine(threadCount: 1).Create(Description, seed: 2);
        float[] expected = Predict(other);
        Predict(network);

        WeightLayout.Copy(other.Weights, network.Weights);
        network.WeightsChanged();

        Assert.Equal(expected, Predict(network));
    }

    [Fact]
    public void TheLayoutMakesTheInitialWeightsOfTheManagedEngine()
    {
        INeuralNetwork network = new ManagedEngine(threadCount: 1).Create(Description, seed: 3);

        IReadOnlyList<NamedTensor> made = WeightLayout.Make(Description, seed: 3);

        Assert.Equal(network.Weights.Select(tensor => tensor.Name), made.Select(tensor => tensor.Name));
        Assert.Equal(network.Weights.SelectMany(tensor => tensor.Values), made.SelectMany(tensor => tensor.Values));
    }

    [Fact]
    public void ABatchOfWindowsIsPredictedAsTheWindowsAre()
    {
        INeuralNetwork network = new ManagedEngine(threadCount: 1).Create(Description, seed: 1);
        var outputs = new float[2 * Description.OutputCount];

        network.Predict(NetworkBatch.OfWindows(Windows, 3), outputs);

        Assert.Equal(Predict(network), outputs);
        Assert.Throws<ArgumentException>(() => NetworkBatch.OfWindows(Windows, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkBatch.OfWindows(Windows, 0));
    }

    [Fact]
    public void AWrongBatchIsRefused()
    {
        NetworkBatch right = NetworkBatch.OfWindows(Windows, 3);

        right.Check(Description);

        Assert.Throws<ArgumentException>(() => NetworkBatch.OfWindows((int[])[0, 5], 2).Check(Description));
        Assert.Throws<ArgumentException>(() => new NetworkBatch { RowCount = 1 }.Check(Description));
        Assert.Throws<ArgumentException>(() => new NetworkBatch(right.Sources) { RowCount = 3 }.Check(Description));
    }

    [Fact]
    public void TheCheckOfTargetsGivesTheSumOfWeights()
    {
        Assert.Equal(3, new NetworkTargets { Classes = (int[])[0, 1, 4] }.Check(Description, 3));
        Assert.Equal(2.5, new NetworkTargets { Classes = (int[])[0, 1], Weights = (float[])[2, 0.5f] }.Check(Description, 2));
        Assert.Throws<ArgumentException>(() => new NetworkTargets { Classes = (int[])[5] }.Check(Description, 1));
        Assert.Throws<ArgumentException>(() => new NetworkTargets { Classes = (int[])[0], Weights = (float[])[-1] }.Check(Description, 1));
        Assert.Throws<ArgumentException>(() => new NetworkTargets().Check(Description, 0));
    }

    [Fact]
    public void ATensorThatIsNotPartOfTheNetworkIsNamed()
    {
        IReadOnlyList<NamedTensor> weights = WeightLayout.Make(Description);

        var exception = Assert.Throws<InvalidDataException>(() => WeightLayout.Copy([.. weights, new NamedTensor("extra", [1], [0])], weights));

        Assert.Equal("Weights: extra is not part of this network.", exception.Message);
    }

    private static float[] Predict(INeuralNetwork network)
    {
        var outputs = new float[Windows.Length / 3 * Description.OutputCount];
        network.Predict(Windows, 3, outputs);
        return outputs;
    }
}
