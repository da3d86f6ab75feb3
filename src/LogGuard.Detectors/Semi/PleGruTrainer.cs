using LogGuard.Detection;
using LogGuard.Detectors.Labelled;
using LogGuard.Detectors.Semi;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// PLE-GRU, the second stage of LogMS (section 3.3), semi-supervised: sessions without a label get a probability as their label, from
/// clusters with sessions that are known to be normal, and a GRU learns them. Judges the ends of sessions.
/// </summary>
/// <remarks>
/// vₜ = vector of template t (size); hₜ = GRU(vₜ, hₜ₋₁) (100); s = Σₜ αₜ·hₜ (100), α = softmax(tanh(a·hₜ + c)); p = softmax(W·s + b) (2), learnt by the
/// cross entropy to the probabilities. Clusters: HDBSCAN over Σ idfₜ·vₜ. Other than in the paper: attention pools the states, as in PLELog (Yang
/// et al., Semi-Supervised Log-Based Anomaly Detection via Probabilistic Label Estimation, ICSE 2021), where the stage comes from; sessions equal
/// to a normal one are normal; and sessions that were labelled anomalous keep that label, with probability 1.
/// </remarks>
public sealed class PleGruTrainer : ILogModelTrainer
{
    private const int Patience = 30;

    private readonly PleGruOptions _options;
    private readonly ClassifierSettings _settings;
    private readonly LabelledRecipe<PleGruState> _recipe;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public PleGruTrainer(PleGruOptions? options = null)
    {
        _options = options ?? new PleGruOptions();
        OptionFaults.ThrowIfAny(_options.Check());
        _settings = new ClassifierSettings(
            _options.HiddenSize, _options.LearningRate, _options.BatchSize, _options.Epochs, _options.SessionLength, _options.Threshold, Patience);
        _recipe = new LabelledRecipe<PleGruState>(
            DetectorsJson.Default.PleGruState, "GRU", Describe, (state, vectors) => new VectorEncoding(vectors!, state.SessionLength), _options.Vectorizer);
    }

    /// <inheritdoc/>
    public string Name => "PleGru";

    /// <inheritdoc/>
    public int WindowSize => _settings.SessionLength;

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);

        // Probabilities that were made up cannot tell where the threshold lies.
        var settings = data.Labelled.Count(session => session.IsAnomalous == true) >= LabelledRows.FewestOfALabel ? _settings : _settings with { Threshold = _settings.Threshold ?? 0.5f };
        return _recipe.Train(
            data, settings, vectors => PseudoLabels.Of(data, vectors!, _options),
            (_, vectors) => new PleGruState([.. data.Keys], vectors!.Size, settings.HiddenSize, _options.Dropout, settings.SessionLength, 0.5f));
    }

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader) => _recipe.Load(reader);

    private static NetworkDescription Describe(PleGruState state) => new()
    {
        OutputCount = SessionClassifier.Classes,
        Head = NetworkHead.Softmax,
        Sources = [new NetworkSource { ValueCount = state.VectorSize, Recurrent = new RecurrentStack { Kind = RecurrentKind.Gru, HiddenSize = state.HiddenSize }, Pooling = StepPooling.Attention, Dropout = state.Dropout }],
    };
}

/// <summary>The model in a snapshot, without its weights.</summary>
/// <param name="Keys">The learnt keys.</param>
/// <param name="VectorSize">Components of a template's vector.</param>
/// <param name="HiddenSize">Memory units.</param>
/// <param name="Dropout">Share dropped in training.</param>
/// <param name="SessionLength">Keys of a session that are read.</param>
/// <param name="Threshold">Probability from which a session is reported.</param>
internal sealed record PleGruState(int[] Keys, int VectorSize, int HiddenSize, float Dropout, int SessionLength, float Threshold)
    : LabelledState(Keys, HiddenSize, SessionLength, Threshold)
{
    public override bool IsSound() => base.IsSound() && VectorSize >= 1;
}
