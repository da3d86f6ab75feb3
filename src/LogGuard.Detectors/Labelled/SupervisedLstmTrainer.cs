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

    private readonly SupervisedLstmOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the paper's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public SupervisedLstmTrainer(SupervisedLstmOptions? options = null)
    {
        _options = options ?? new SupervisedLstmOptions();
        Ranges.Check(_options.EmbeddingSize, 1, 4_096, "SupervisedLstmOptions.EmbeddingSize");
        Ranges.Check(_options.HiddenSize, 1, 4_096, "SupervisedLstmOptions.HiddenSize");
        Ranges.Check(_options.BatchSize, 1, 65_536, "SupervisedLstmOptions.BatchSize");
        Ranges.Check(_options.Epochs, 1, 10_000, "SupervisedLstmOptions.Epochs");
        Ranges.Check(_options.SessionLength, 1, 1_024, "SupervisedLstmOptions.SessionLength");
        Ranges.CheckRate(_options.LearningRate, "SupervisedLstmOptions.LearningRate");
        Shares.Check(_options.Threshold, "SupervisedLstmOptions.Threshold");
    }

    /// <inheritdoc/>
    public string Name => "SupervisedLstm";

    /// <inheritdoc/>
    public int WindowSize => _options.SessionLength;

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (LabelledRows.Of(data) is not { } rows)
        {
            return null;
        }

        var keys = new KeyTable(data.Keys);
        var state = new SupervisedLstmState(keys.Keys, _options.EmbeddingSize, _options.HiddenSize, _options.SessionLength, _options.Threshold);
        var classifier = new SessionClassifier(data.Engine.Create(Describe(state), data.Seed), new KeyEncoding(keys, state.SessionLength));
        ClassifierTraining.Run(classifier, rows, new(_options.LearningRate, _options.BatchSize, _options.Epochs, Patience, _options.SessionLength), data);
        return ModelOf(classifier, state);
    }

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = reader.ReadState(DetectorsJson.Default.SupervisedLstmState);
        if (state.Keys.Distinct().Count() != state.Keys.Length || state.SessionLength is < 1 or > 1_024 || !(state.Threshold is > 0 and < 1))
        {
            throw new InvalidDataException("the supervised LSTM has impossible settings");
        }

        return ModelOf(new SessionClassifier(reader.ReadNetwork("network", Describe(state)), new KeyEncoding(new KeyTable(state.Keys), state.SessionLength)), state);
    }

    private static LabelledSessionModel ModelOf(SessionClassifier classifier, SupervisedLstmState state) =>
        new(classifier, state.Threshold, state.SessionLength, writer =>
        {
            writer.WriteState(state, DetectorsJson.Default.SupervisedLstmState);
            writer.WriteNetwork("network", classifier.Network);
        });

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
internal sealed record SupervisedLstmState(int[] Keys, int EmbeddingSize, int HiddenSize, int SessionLength, float Threshold);
