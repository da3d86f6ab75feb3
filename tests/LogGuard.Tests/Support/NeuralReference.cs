using System.Text.Json;
using LogGuard.Neural;

namespace LogGuard.Tests.Support;

/// <summary>A small network worked out by PyTorch; see Neural/ReferenceValues/make_reference_values.py.</summary>
internal sealed class NeuralReference : IDisposable
{
    private readonly JsonDocument _document;

    private NeuralReference(string path) => _document = JsonDocument.Parse(File.ReadAllBytes(path));

    public NetworkDescription Description => new()
    {
        SymbolCount = Number("symbolCount"),
        OutputCount = Number("outputCount"),
        Input = Number("embeddingSize") == 0 ? NetworkInput.OneHot : NetworkInput.Embedding,
        EmbeddingSize = Number("embeddingSize"),
        HiddenSize = Number("hiddenSize"),
        LayerCount = Number("layerCount"),
    };

    public int WindowSize => Number("windowSize");

    public int[] Windows => [.. Floats("windows").Select(value => (int)value)];

    public int[] Targets => [.. Floats("targets").Select(value => (int)value)];

    public float[] Weights => Floats("weights");

    public float[] Probabilities => Floats("probabilities");

    public double Loss => _document.RootElement.GetProperty("loss").GetDouble();

    public float[] Losses => Floats("losses");

    public NamedTensor[] Initial => Tensors("initial");

    public NamedTensor[] Gradients => Tensors("gradients");

    public NamedTensor[] Trained => Tensors("trained");

    public static NeuralReference Load(string name) =>
        new(Path.Combine(AppContext.BaseDirectory, "Neural", "ReferenceValues", name + ".json"));

    /// <summary>Makes the network with its initial weights.</summary>
    public ManagedNetwork MakeNetwork()
    {
        var network = (ManagedNetwork)new ManagedEngine(threadCount: 1).Create(Description, seed: 0);
        network.LoadWeights(Initial);
        return network;
    }

    public void Dispose() => _document.Dispose();

    private int Number(string name) => _document.RootElement.GetProperty(name).GetInt32();

    private float[] Floats(string name) => Floats(_document.RootElement.GetProperty(name));

    private static float[] Floats(JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetSingle())];

    private NamedTensor[] Tensors(string name) =>
    [
        .. _document.RootElement.GetProperty(name).EnumerateArray().Select(tensor => new NamedTensor(
            tensor.GetProperty("name").GetString()!,
            [.. tensor.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())],
            Floats(tensor.GetProperty("values")))),
    ];
}
