namespace LogGuard.Neural;

/// <summary>A float32 tensor with a name.</summary>
/// <param name="Name">PyTorch's name, such as <c>lstm.weight_ih_l0</c>.</param>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Values">The values, row-major; their number is the product of <paramref name="Shape"/>.</param>
public sealed record NamedTensor(string Name, int[] Shape, float[] Values);
