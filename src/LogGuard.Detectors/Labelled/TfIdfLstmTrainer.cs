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

    private static readonly LabelledRecipe<TfIdfLstmState> Recipe = new(
        DetectorsJson.Default.TfIdfLstmState, "TF-IDF LSTM", Describe, (state, _) => new WindowEncoding(new KeyTable(state.Keys), state.Weights, state.WindowSize, state.SessionLength));

    private readonly TfIdfLstmOptions _options;
    private readonly ClassifierSettings _settings;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public TfIdfLstmTrainer(TfIdfLstmOptions? options = null)
    {
        _options = options ?? new TfIdfLstmOptions();
        OptionFaults.ThrowIfAny(_options.Check());
        _settings = new ClassifierSettings(
            _options.HiddenSize, _options.LearningRate, _options.BatchSize, _options.Epochs, _options.SessionLength, _options.Threshold, Patience);
    }

    /// <inheritdoc/>
    public string Name => "TfIdfLstm";

    /// <inheritdoc/>
    public int WindowSize => _settings.SessionLength;

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data) => Recipe.Train(
        data, _settings, (rows, _) => new TfIdfLstmState(
            [.. data.Keys], WeightsOf(rows, new KeyTable(data.Keys)), _options.WindowSize, _settings.HiddenSize, _settings.SessionLength, 0.5f));

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader) => Recipe.Load(reader);

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

        return Array.ConvertAll(with, sessions => (float)InverseDocumentFrequency.Of(n, sessions));
    }

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
internal sealed record TfIdfLstmState(int[] Keys, float[] Weights, int WindowSize, int HiddenSize, int SessionLength, float Threshold)
    : LabelledState(Keys, HiddenSize, SessionLength, Threshold)
{
    public override bool IsSound() => base.IsSound() && Weights.Length == Keys.Length + 2 && WindowSize >= 1;
}
