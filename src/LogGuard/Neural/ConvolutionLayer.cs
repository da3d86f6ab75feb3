namespace LogGuard.Neural;

/// <summary>
/// A convolution over the steps of a row, as torch.nn.Conv1d with stride 1, then max pooling over time and an activation (Kim, 2014,
/// section 2; for logs Lu et al., 2018, section III).
/// </summary>
/// <remarks>
/// With x_t (StepSize) the vector at step t of a row of T steps, k the kernel size, and learnt W (filters, StepSize, k) and b (filters), the
/// weights <c>conv.0.weight</c> and <c>conv.0.bias</c> of the first convolution:
/// <code>
/// a_t = Σ W[:, :, j]·x_{t+j} + b, j = 0…k-1        t = 1…max(1, T - k + 1)        (filters)
/// y = f(max a_t)                                                                (filters)
/// </code>
/// Each window lies within the row: steps of the padding of a batch have no effect. A row shorter than the kernel has one window, whose
/// steps after the row's last one are zero vectors. The functions f never decrease, so the maximum may be taken first. A one-hot symbol
/// costs as much here as SymbolCount numbers, so embed the symbols of a large vocabulary.
/// </remarks>
/// <param name="KernelSize">Number of steps that a filter sees, k, 1 or more.</param>
/// <param name="FilterCount">Number of filters, 1 or more: the outputs of this convolution.</param>
/// <param name="Activation">The function f. The default is <see cref="Activation.Relu"/>.</param>
public sealed record ConvolutionLayer(int KernelSize, int FilterCount, Activation Activation = Activation.Relu);
