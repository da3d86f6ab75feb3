using LogGuard.Detection;
using LogGuard.Detectors.Sequences;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// MSIF-LSTM, the first stage of LogMS (section 3.2): one recurrent layer whose cell has gates of its own for each kind of information,
/// sequential and quantitative, predicts the next template. Judges events and ends of sessions.
/// </summary>
/// <remarks>
/// xₜ = [vector of template t, counts of the templates in the window up to t] (size + keys); for k = 1, 2: fᵏ, iᵏ, oᵏ = σ(Wᵏ·[hₜ₋₁, xₜ] + bᵏ),
/// Cᵏₜ = fᵏ·Cᵏₜ₋₁ + iᵏ·tanh(W_Cᵏ·[hₜ₋₁, xₜ] + b_Cᵏ); hₜ = Σₖ oᵏ·tanh(Cᵏₜ) (64); p = softmax(W·h₁₀ + b) (keys + 1). Other than in the paper, the end of
/// a session is a step, Adam trains it instead of SGD, and the number of normal templates is chosen on the sessions learnt from, since the paper gives none.
/// </remarks>
public sealed class MsifLstmTrainer : ILogModelTrainer
{
    private readonly NextTemplateOptions _options;
    private readonly NextTemplateRecipe _recipe;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public MsifLstmTrainer(NextTemplateOptions? options = null)
    {
        _options = NextTemplateRecipe.Check(options ?? new NextTemplateOptions());
        _recipe = new NextTemplateRecipe(_options, Describe, isJoined: true);
    }

    /// <inheritdoc/>
    public string Name => "MsifLstm";

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
            new NetworkSource
            {
                ValueCount = state.VectorSize + state.Keys.Length,
                Recurrent = new RecurrentStack { Kind = RecurrentKind.Msif, KindCount = 2, HiddenSize = state.HiddenSize },
            },
        ],
    };
}
