using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>Weights that lie in one piece of memory on the device.</summary>
/// <param name="Weights">The weights, with their numbers in the order of <see cref="Neural.WeightLayout"/>.</param>
/// <param name="Flatten">Lets cuDNN move the weights into memory of its own order; null for weights that it does not use.</param>
internal sealed record WeightBlock(IReadOnlyList<(int Number, Parameter Weight)> Weights, Action? Flatten)
{
    /// <summary>Moves the weights to the device.</summary>
    /// <remarks>
    /// Not by <c>Module.to</c>, whose native code does not catch exceptions: too little memory would end the process. Here the memory is
    /// allocated first, and the weights become views of it.
    /// </remarks>
    /// <returns>All the memory as one vector.</returns>
    public torch.Tensor Place(torch.Device device, torch.ScalarType type)
    {
        torch.Tensor memory = torch.zeros(Weights.Sum(one => one.Weight.NumberOfElements), dtype: type, device: device);
        torch.nn.utils.vector_to_parameters(memory, Weights.Select(one => one.Weight));
        Flatten?.Invoke();

        // cuDNN keeps the weights of a module at the beginning of one allocation.
        long length = Placed().Max(weight => weight.Offset + weight.Length);
        return Weights[0].Weight.detach().as_strided([length], [1], 0);
    }

    /// <summary>Where the weights are in the block, after <see cref="Place"/>.</summary>
    public IReadOnlyList<WeightVector.PlacedWeight> Placed() =>
        [.. Weights.Select(one => new WeightVector.PlacedWeight(one.Number, one.Weight.storage_offset(), one.Weight.NumberOfElements))];
}
