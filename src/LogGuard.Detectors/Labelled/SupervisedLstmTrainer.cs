using LogGuard.Detection;
using LogGuard.Detectors.Labelled;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// A supervised LSTM over the keys of a session (Bulcock and Kerford, anomaly detection in Hadoop logs, section "LSTM", Table 15): an
/// embedding, one LSTM layer, softmax over normal and anomalous.
/// </summary>
/// <remarks>
/// eₜ = E[keyₜ] (230); hₜ = LSTM(eₜ, hₜ₋₁) (460); p = softmax(W·h_T + b) (2). Other than in the paper, the vocabulary is that of the
/// templates, not of whole sessions as words; classes are balanced; and training stops when held-out sessions do not improve.
/// </remarks>
public sealed class SupervisedLstmTrainer : ILogModelTrainer
{
    private const int Patience = 5;

    private static readonly LabelledRecipe<SupervisedLstmState> Recipe = new(
        DetectorsJson.Default.SupervisedLstmState, "supervised LSTM", Describe, (state, _) => new KeyEncoding(new KeyTable(state.Keys), state.SessionLength));

    private readonly SupervisedLstmOptions _options;
    private readonly ClassifierSettings _settings;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the paper's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public SupervisedLstmTrainer(SupervisedLstmOptions? options = null)
    {
        _options = options ?? new SupervisedLstmOptions();
        OptionFaults.ThrowIfAny(_options.Check());
        _settings = new ClassifierSettings(
            _options.HiddenSize, _options.LearningRate, _options.BatchSize, _options.Epochs, _options.SessionLength, _options.Threshold, Patience);
    }

    /// <inheritdoc/>
    public string Name => "SupervisedLstm";

    /// <inheritdoc/>
    public int WindowSize => _settings.SessionLength;

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data) => Recipe.Train(
        data, _settings, (_, _) => new SupervisedLstmState([.. data.Keys], _options.EmbeddingSize, _settings.HiddenSize, _settings.SessionLength, 0.5f));

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader) => Recipe.Load(reader);

    private static NetworkDescription Describe(SupervisedLstmState state) => new()
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
                Recurrent = new RecurrentStack { HiddenSize = state.HiddenSize },
            },
        ],
    };
}

/// <summary>The model in a snapshot, without its weights.</summary>
/// <param name="Keys">The learnt keys.</param>
/// <param name="EmbeddingSize">Length of a key's vector.</param>
/// <param name="HiddenSize">Memory units.</param>
/// <param name="SessionLength">Keys of a session that are read.</param>
/// <param name="Threshold">Probability from which a session is reported.</param>
internal sealed record SupervisedLstmState(int[] Keys, int EmbeddingSize, int HiddenSize, int SessionLength, float Threshold)
    : LabelledState(Keys, HiddenSize, SessionLength, Threshold);
