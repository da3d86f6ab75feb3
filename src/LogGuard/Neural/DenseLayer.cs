namespace LogGuard.Neural;

/// <summary>A fully connected layer, y = dropout(f(x·Wᵀ + b)): torch.nn.Linear, then an activation, then dropout.</summary>
/// <param name="Size">Number of outputs, 1 or more.</param>
/// <param name="Activation">The function f. The default is none.</param>
/// <param name="Dropout">Share of the outputs dropped in training, 0..1, 1 excluded. The default is <c>0</c>.</param>
public sealed record DenseLayer(int Size, Activation Activation = Activation.Linear, float Dropout = 0);
