namespace LogGuard.Neural;

/// <summary>A fully connected layer, y = f(x·Wᵀ + b), as torch.nn.Linear with an activation and a dropout after it.</summary>
/// <param name="Size">Numbers it gives.</param>
/// <param name="Activation">f.</param>
/// <param name="Dropout">Share of its values dropped while training, 0..1, 1 excluded.</param>
internal sealed record DenseLayer(int Size, Activation Activation = Activation.Linear, float Dropout = 0);
