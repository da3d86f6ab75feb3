using LogGuard.Detection;
using LogGuard.Detectors.Sequences;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// LogAnomaly (Meng et al., Unsupervised Detection of Sequential and Quantitative Anomalies in Unstructured Logs, IJCAI 2019; a comparison
/// of LogMS, Table 2): one LSTM reads the vectors of the last templates, another how often each came, and both predict the next template. A
/// template that was never learnt counts as the most similar one. Judges events and ends of sessions.
/// </summary>
/// <remarks>
/// vₜ = vector of template t (size), cₜ = counts of the templates in the window up to t (keys);
/// p = softmax(W·[LSTM(v₁..v₁₀), LSTM(c₁..c₁₀)] + b) (keys + 1). Other than in the paper: the end of a session is a step; the vectors are those of
/// <see cref="NextTemplateOptions.Vectorizer"/>, without the paper's lists of synonyms and antonyms; and the number of normal templates is
/// chosen on the sessions learnt from instead of given.
/// </remarks>
public sealed class LogAnomalyTrainer : ILogModelTrainer
{
    private readonly NextTemplateOptions _options;
    private readonly NextTemplateRecipe _recipe;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public LogAnomalyTrainer(NextTemplateOptions? options = null)
    {
        _options = NextTemplateRecipe.Check(options ?? new NextTemplateOptions());
        _recipe = new NextTemplateRecipe(_options, Describe, isJoined: false);
    }

    /// <inheritdoc/>
    public string Name => "LogAnomaly";

    /// <inheritdoc/>
    public int WindowSize => _options.WindowSize + 1;

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data) => _recipe.Train(data);

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader) => _recipe.Load(reader);

    private static NetworkDescription Describe(NextTemplateState state) => new()
    {
        OutputCount = state.StepCount,
        Head = NetworkHead.Softmax,
        Sources =
        [
            new NetworkSource { Name = "sequence", ValueCount = state.VectorSize, Recurrent = new RecurrentStack { HiddenSize = state.HiddenSize } },
            new NetworkSource { Name = "counts", ValueCount = state.Keys.Length, Recurrent = new RecurrentStack { HiddenSize = state.HiddenSize } },
        ],
    };
}
