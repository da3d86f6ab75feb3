using LogGuard.Detection;
using LogGuard.Detectors.Labelled;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// TF-IDF and a binary LSTM (Zhang et al., Automated IT System Failure Prediction: A Deep Learning Approach, Big Data 2016; a comparison
/// of DeepLog, section 5.1.1): a session is a sequence of windows, each the TF-IDF vector of its keys.
/// </summary>
/// <remarks>
/// xₜ[k] = tf(k in window t) · idf(k) (keys + 2), idf(k) = ln((1 + n) / (1 + nₖ)) + 1 over the n learnt sessions; hₜ = LSTM(xₜ, hₜ₋₁);
/// p = softmax(W·h_T + b) (2). Other than in the paper, windows hold a number of lines instead of a time, and belong to one session.
/// </remarks>
public sealed class TfIdfLstmTrainer : ILogModelTrainer
{
    private const int Patience = 10;

    private readonly TfIdfLstmOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public TfIdfLstmTrainer(TfIdfLstmOptions? options = null)
    {
        _options = options ?? new TfIdfLstmOptions();
        Ranges.Check(_options.WindowSize, 1, 1_024, "TfIdfLstmOptions.WindowSize");
        Ranges.Check(_options.HiddenSize, 1, 4_096, "TfIdfLstmOptions.HiddenSize");
        Ranges.Check(_options.BatchSize, 1, 65_536, "TfIdfLstmOptions.BatchSize");
        Ranges.Check(_options.Epochs, 1, 10_000, "TfIdfLstmOptions.Epochs");
        Ranges.Check(_options.SessionLength, 1, 1_024, "TfIdfLstmOptions.SessionLength");
        Ranges.CheckRate(_options.LearningRate, "TfIdfLstmOptions.LearningRate");
        Shares.Check(_options.Threshold, "TfIdfLstmOptions.Threshold");
    }

    /// <inheritdoc/>
    public string Name => "TfIdfLstm";

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
        var state = new TfIdfLstmState(keys.Keys, WeightsOf(rows, keys), _options.WindowSize, _options.HiddenSize, _options.SessionLength, _options.Threshold);
        var classifier = new SessionClassifier(data.Engine.Create(Describe(state), data.Seed), EncodingOf(state));
        ClassifierTraining.Run(classifier, rows, new(_options.LearningRate, _options.BatchSize, _options.Epochs, Patience, _options.SessionLength), data);
        return ModelOf(classifier, state);
    }

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = reader.ReadState(DetectorsJson.Default.TfIdfLstmState);
        if (state.Keys.Distinct().Count() != state.Keys.Length || state.Weights.Length != state.Keys.Length + 2 || state.WindowSize < 1
            || state.SessionLength is < 1 or > 1_024 || !(state.Threshold is > 0 and < 1))
        {
            throw new InvalidDataException("the TF-IDF LSTM has impossible settings");
        }

        return ModelOf(new SessionClassifier(reader.ReadNetwork("network", Describe(state)), EncodingOf(state)), state);
    }

    private static float[] WeightsOf(LabelledRows rows, KeyTable keys)
    {
        var n = rows.Rows.Sum(row => (double)row.Count);
        var with = new double[keys.SymbolCount];
        foreach (var row in rows.Rows)
        {
            foreach (var symbol in row.Keys.Select(key => keys[key]).Distinct())
            {
                with[symbol] += row.Count;
            }
        }

        return Array.ConvertAll(with, sessions => (float)(Math.Log((1 + n) / (1 + sessions)) + 1));
    }

    private static WindowEncoding EncodingOf(TfIdfLstmState state) => new(new KeyTable(state.Keys), state.Weights, state.WindowSize, state.SessionLength);

    private static LabelledSessionModel ModelOf(SessionClassifier classifier, TfIdfLstmState state) =>
        new(classifier, state.Threshold, state.SessionLength, writer =>
        {
            writer.WriteState(state, DetectorsJson.Default.TfIdfLstmState);
            writer.WriteNetwork("network", classifier.Network);
        });

    private static NetworkDescription Describe(TfIdfLstmState state) => new()
    {
        OutputCount = SessionClassifier.Classes,
        Head = NetworkHead.Softmax,
        Sources = [new NetworkSource { ValueCount = state.Keys.Length + 2, Recurrent = new RecurrentStack { HiddenSize = state.HiddenSize } }],
    };
}

/// <summary>The model in a snapshot, without the weights of its network.</summary>
/// <param name="Keys">The learnt keys.</param>
/// <param name="Weights">The inverse document frequency of each symbol.</param>
/// <param name="WindowSize">Keys of one window.</param>
/// <param name="HiddenSize">Memory units.</param>
/// <param name="SessionLength">Keys of a session that are read.</param>
/// <param name="Threshold">Probability from which a session is reported.</param>
internal sealed record TfIdfLstmState(int[] Keys, float[] Weights, int WindowSize, int HiddenSize, int SessionLength, float Threshold);
