namespace LogGuard.Neural;

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">The tensors, in the order of their data.</param>
/// <param name="Metadata">The texts under <c>__metadata__</c>; empty if there are none.</param>
internal sealed record SafetensorsContent(IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
