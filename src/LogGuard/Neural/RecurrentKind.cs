namespace LogGuard.Neural;

/// <summary>The cell of a recurrent layer.</summary>
public enum RecurrentKind
{
    /// <summary>Long short-term memory, as torch.nn.LSTM.</summary>
    Lstm,

    /// <summary>Gated recurrent unit, as torch.nn.GRU.</summary>
    Gru,

    /// <summary>
    /// Multi-source information fusion LSTM (LogMS, Yu et al., 2024, section 3.2.1): K LSTM cells with gates and cell states of their own read
    /// the same input and the same hidden state, and their outputs are added up. K is <see cref="RecurrentStack.KindCount"/>.
    /// </summary>
    /// <remarks>
    /// Equations 5 to 10 of the paper, for a step with input x (inputs) and k = 1…K; H is <see cref="RecurrentStack.HiddenSize"/>, and each
    /// gate has both biases of torch.nn.LSTM:
    /// <code>
    /// iᵏ = σ(Wᵢᵏ·[x, h'] + bᵢᵏ)    fᵏ = σ(W_fᵏ·[x, h'] + b_fᵏ)    gᵏ = tanh(W_gᵏ·[x, h'] + b_gᵏ)    oᵏ = σ(Wₒᵏ·[x, h'] + bₒᵏ)   (H)
    /// cᵏ = fᵏ·c'ᵏ + iᵏ·gᵏ         (H)
    /// h = Σ oᵏ·tanh(cᵏ)          (H), shared by all k
    /// </code>
    /// The rows of <c>msif.weight_ih_l0</c>, (K·4·H, inputs), are i, f, g, o of the first kind of information, then those of the second.
    /// With K = 1 it is <see cref="Lstm"/>.
    /// </remarks>
    Msif,
}
