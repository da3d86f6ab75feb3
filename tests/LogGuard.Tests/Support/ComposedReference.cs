using System.Text.Json;
using LogGuard.Neural;

namespace LogGuard.Tests.Support;

/// <summary>A small composed network worked out by PyTorch; see Neural/ReferenceValues/make_reference_values.py.</summary>
internal sealed class ComposedReference : IDisposable
{
    private readonly JsonDocument _document;

    private ComposedReference(string path) => _document = JsonDocument.Parse(File.ReadAllBytes(path));

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Neural", "ReferenceValues");

    public NetworkDescription Description => new()
    {
        OutputCount = Root.GetProperty("outputCount").GetInt32(),
        Head = Enum.Parse<NetworkHead>(Text(Root, "head"), ignoreCase: true),
        Layers = Layers(Root),
        Sources = [.. Root.GetProperty("sources").EnumerateArray().Select(Source)],
    };

    public NetworkBatch Batch => new(
        [
            .. Root.GetProperty("batch").EnumerateArray().Select(part => new SourceBatch
            {
                StepCount = Number(part, "steps"),
                Symbols = Integers(part, "symbols"),
                Values = Floats(part, "values"),
                Lengths = Integers(part, "lengths"),
            }),
        ])
    {
        RowCount = Outputs.Length / Root.GetProperty("outputCount").GetInt32(),
    };

    public NetworkTargets Targets => new()
    {
        Classes = Integers(Root, "classes"),
        Values = Floats(Root, "targets"),
        Weights = Floats(Root, "weights"),
    };

    public OptimizerOptions Options
    {
        get
        {
            JsonElement optimizer = Root.GetProperty("optimizer");
            float Setting(string name) => optimizer.GetProperty(name).GetSingle();
            float limit = Setting("gradientNormLimit") > 0 ? Setting("gradientNormLimit") : float.PositiveInfinity;
            float positive = Root.GetProperty("positiveWeight").GetSingle();
            OptimizerOptions options = Text(optimizer, "kind") == "adam" ? new AdamOptions() : new SgdOptions { Momentum = Setting("momentum") };
            return options with
            {
                LearningRate = Setting("learningRate"),
                WeightDecay = Setting("weightDecay"),
                GradientNormLimit = limit,
                PositiveWeight = positive,
            };
        }
    }

    public float[] Outputs => Floats(Root, "outputs");

    public double Loss => Root.GetProperty("loss").GetDouble();

    public double[] Losses => [.. Root.GetProperty("losses").EnumerateArray().Select(value => value.GetDouble())];

    public NamedTensor[] Initial => Tensors("initial");

    public NamedTensor[] Gradients => Tensors("gradients");

    public NamedTensor[] Trained => Tensors("trained");

    private JsonElement Root => _document.RootElement;

    public static ComposedReference Load(string name) => new(Path.Combine(Folder, name + ".json"));

    /// <summary>Makes the network with its initial weights.</summary>
    public ManagedNetwork MakeNetwork(int threadCount = 1)
    {
        var network = (ManagedNetwork)new ManagedEngine(threadCount).Create(Description, seed: 0);
        network.LoadWeights(Initial);
        return network;
    }

    public void Dispose() => _document.Dispose();

    private static NetworkSource Source(JsonElement source) => new()
    {
        Name = Text(source, "name"),
        SymbolCount = Number(source, "symbolCount"),
        Input = Number(source, "embeddingSize") == 0 ? NetworkInput.OneHot : NetworkInput.Embedding,
        EmbeddingSize = Number(source, "embeddingSize"),
        ValueCount = Number(source, "valueCount"),
        Pooling = Enum.Parse<StepPooling>(Text(source, "pooling"), ignoreCase: true),
        Layers = Layers(source),
        Convolutions = Convolutions(source),
        Recurrent = source.GetProperty("kind").ValueKind == JsonValueKind.Null ? null : new RecurrentStack
        {
            Kind = Enum.Parse<RecurrentKind>(Text(source, "kind"), ignoreCase: true),
            HiddenSize = Number(source, "hiddenSize"),
            LayerCount = Number(source, "layerCount"),
            Bidirectional = source.GetProperty("bidirectional").GetBoolean(),
            KindCount = source.TryGetProperty("kindCount", out JsonElement kinds) ? kinds.GetInt32() : 2,
        },
    };

    private static DenseLayer[] Layers(JsonElement element) =>
    [
        .. element.GetProperty("layers").EnumerateArray().Select(layer =>
            new DenseLayer(Number(layer, "size"), Activation(layer))
            {
                L1 = layer.TryGetProperty("l1", out JsonElement penalty) ? penalty.GetSingle() : 0,
            }),
    ];

    private static ConvolutionLayer[] Convolutions(JsonElement source) =>
        !source.TryGetProperty("convolutions", out JsonElement convolutions) ? [] :
        [
            .. convolutions.EnumerateArray().Select(layer =>
                new ConvolutionLayer(Number(layer, "kernelSize"), Number(layer, "filterCount"), Activation(layer))),
        ];

    private static Activation Activation(JsonElement layer) => Enum.Parse<Activation>(Text(layer, "activation"), ignoreCase: true);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static int[] Integers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    private static float[] Floats(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    private NamedTensor[] Tensors(string name) =>
    [
        .. Root.GetProperty(name).EnumerateArray().Select(tensor => new NamedTensor(
            Text(tensor, "name"),
            [.. tensor.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())],
            Floats(tensor, "values"))),
    ];
}
