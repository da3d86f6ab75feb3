namespace LogGuard.Neural;

/// <summary>How the steps of a row become one vector.</summary>
public enum StepPooling
{
    /// <summary>
    /// The outputs at the row's last step. A backward direction ends at the first step, so its outputs are taken there (PyTorch's h_n).
    /// </summary>
    Last,

    /// <summary>The mean over all steps of the row.</summary>
    Mean,

    /// <summary>
    /// The mean over all steps of the row, weighted by learnt attention as in LogRobust (Zhang et al., 2019, section 3.3).
    /// </summary>
    /// <remarks>
    /// With x_t (size) the vector at step t of a row of T steps, and learnt w (1, size) and b (1), the weights <c>attention.weight</c> and
    /// <c>attention.bias</c>:
    /// <code>
    /// e_t = tanh(w·x_t + b)      α_t = exp(e_t) / Σ exp(e_s), s = 1…T      pooled = Σ α_t·x_t   (size)
    /// </code>
    /// LogRobust's score is tanh(w·x_t) as well; the bias and the softmax, which makes the shares of a row add up to 1 at any length, are
    /// the usual form.
    /// </remarks>
    Attention,
}
