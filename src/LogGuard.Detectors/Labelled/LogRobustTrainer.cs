using LogGuard.Detection;
using LogGuard.Detectors.Labelled;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// LogRobust (Zhang et al., Robust Log-Based Anomaly Detection on Unstable Log Data, ESEC/FSE 2019, section 3; a comparison of LogMS,
/// Table 2): the vectors of a session's templates, a bidirectional LSTM, attention, softmax. A template whose wording changed has all but the
/// same vector.
/// </summary>
/// <remarks>
/// vₜ = the TF-IDF weighted mean of the word vectors of template t, of length 1 (size); hₜ = BiLSTM(v)ₜ (2·128);
/// p = softmax(W·Σ αₜ·hₜ + b) (2), αₜ of <see cref="StepPooling.Attention"/>. Other than in the paper, the word vectors come from the log's
/// own templates, both labels weigh the same, and training stops when held-out sessions do not improve.
/// </remarks>
public sealed class LogRobustTrainer : ILogModelTrainer
{
    private const int Patience = 30;

    private readonly LogRobustOptions _options;
    private readonly ClassifierSettings _settings;
    private readonly LabelledRecipe<LogRobustState> _recipe;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public LogRobustTrainer(LogRobustOptions? options = null)
    {
        _options = options ?? new LogRobustOptions();
        OptionFaults.ThrowIfAny(_options.Check());
        _settings = new ClassifierSettings(
            _options.HiddenSize, _options.LearningRate, _options.BatchSize, _options.Epochs, _options.SessionLength, _options.Threshold, Patience);
        _recipe = new LabelledRecipe<LogRobustState>(
            DetectorsJson.Default.LogRobustState, "bidirectional LSTM", Describe, (state, vectors) => new VectorEncoding(vectors!, state.SessionLength), _options.Vectorizer);
    }

    /// <inheritdoc/>
    public string Name => "LogRobust";

    /// <inheritdoc/>
    public int WindowSize => _settings.SessionLength;

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data) => _recipe.Train(
        data, _settings, (_, vectors) => new LogRobustState([.. data.Keys], vectors!.Size, _settings.HiddenSize, _options.Dropout, _settings.SessionLength, 0.5f));

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader) => _recipe.Load(reader);

    private static NetworkDescription Describe(LogRobustState state) => new()
    {
        OutputCount = SessionClassifier.Classes,
        Head = NetworkHead.Softmax,
        Sources =
        [
            new NetworkSource
            {
                ValueCount = state.VectorSize,
                Recurrent = new RecurrentStack { HiddenSize = state.HiddenSize, Bidirectional = true },
                Pooling = StepPooling.Attention,
                Dropout = state.Dropout,
            },
        ],
    };
}

/// <summary>The model in a snapshot, without its weights.</summary>
/// <param name="Keys">The learnt keys.</param>
/// <param name="VectorSize">Components of a template's vector.</param>
/// <param name="HiddenSize">Memory units in each direction.</param>
/// <param name="Dropout">Share dropped in training.</param>
/// <param name="SessionLength">Keys of a session that are read.</param>
/// <param name="Threshold">Probability from which a session is reported.</param>
internal sealed record LogRobustState(int[] Keys, int VectorSize, int HiddenSize, float Dropout, int SessionLength, float Threshold)
    : LabelledState(Keys, HiddenSize, SessionLength, Threshold)
{
    public override bool IsSound() => base.IsSound() && VectorSize >= 1;
}
