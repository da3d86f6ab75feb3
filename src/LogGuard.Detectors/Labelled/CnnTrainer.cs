using LogGuard.Detection;
using LogGuard.Detectors.Labelled;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// A convolutional network over the keys of a session (Lu et al., Detecting Anomaly in Big Data System Logs Using Convolutional Neural
/// Network, 2018; a comparison of LogMS, Table 2): an embedding, three convolutions of different width, max pooling over time, softmax.
/// </summary>
/// <remarks>
/// eₜ = E[keyₜ] (128); cₖ = max over t of leaky ReLU(Wₖ·[eₜ .. eₜ₊ₖ₋₁] + bₖ) (128) for k = 3, 4, 5; p = softmax(V·dropout([c₃, c₄, c₅]) + d) (2).
/// Other than in the paper, both labels weigh the same, and training stops when held-out sessions do not improve.
/// </remarks>
public sealed class CnnTrainer : ILogModelTrainer
{
    private const int Patience = 10;

    private static readonly int[] Widths = [3, 4, 5];

    private static readonly LabelledRecipe<CnnState> Recipe = new(
        DetectorsJson.Default.CnnState, "convolutional network", Describe, (state, _) => new KeyEncoding(new KeyTable(state.Keys), state.SessionLength));

    private readonly CnnOptions _options;
    private readonly ClassifierSettings _settings;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the paper's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public CnnTrainer(CnnOptions? options = null)
    {
        _options = options ?? new CnnOptions();
        OptionFaults.ThrowIfAny(_options.Check());
        _settings = new ClassifierSettings(
            _options.FilterCount, _options.LearningRate, _options.BatchSize, _options.Epochs, _options.SessionLength, _options.Threshold, Patience);
    }

    /// <inheritdoc/>
    public string Name => "Cnn";

    /// <inheritdoc/>
    public int WindowSize => _settings.SessionLength;

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data) => Recipe.Train(
        data, _settings, (_, _) => new CnnState([.. data.Keys], _options.EmbeddingSize, _settings.HiddenSize, _options.Dropout, _settings.SessionLength, 0.5f));

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader) => Recipe.Load(reader);

    private static NetworkDescription Describe(CnnState state) => new()
    {
        OutputCount = SessionClassifier.Classes,
        Head = NetworkHead.Softmax,
        Sources =
        [
            new NetworkSource
            {
                SymbolCount = state.Keys.Length + 2,
                Input = NetworkInput.Embedding,
                EmbeddingSize = state.EmbeddingSize,
                Convolutions = [.. Widths.Select(width => new ConvolutionLayer(width, state.HiddenSize, Activation.LeakyRelu))],
                Dropout = state.Dropout,
            },
        ],
    };
}

/// <summary>The model in a snapshot, without its weights.</summary>
/// <param name="Keys">The learnt keys.</param>
/// <param name="EmbeddingSize">Length of a key's vector.</param>
/// <param name="HiddenSize">Filters of each convolution.</param>
/// <param name="Dropout">Share dropped in training.</param>
/// <param name="SessionLength">Keys of a session that are read.</param>
/// <param name="Threshold">Probability from which a session is reported.</param>
internal sealed record CnnState(int[] Keys, int EmbeddingSize, int HiddenSize, float Dropout, int SessionLength, float Threshold)
    : LabelledState(Keys, HiddenSize, SessionLength, Threshold);
