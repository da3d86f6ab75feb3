using System.Runtime.InteropServices;
using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>
/// The weights of a network on a device. They are there twice: in one float32 vector, which the optimiser changes, and in the modules,
/// which may use bfloat16.
/// </summary>
internal sealed class DeviceWeights
{
    private readonly Parameter[] _parameters;
    private readonly torch.Tensor[] _blocks;
    private readonly WeightVector _places;
    private readonly torch.Device _device;
    private readonly torch.ScalarType _type;

    /// <summary>Moves the weights of a network to the device; they are zero there.</summary>
    /// <param name="blocks">All weights of the network.</param>
    /// <param name="device">Where they are computed with.</param>
    /// <param name="type">Type of the weights in the modules.</param>
    /// <param name="resources">Owns the tensors.</param>
    public DeviceWeights(IReadOnlyList<WeightBlock> blocks, torch.Device device, torch.ScalarType type, DeviceResources resources)
    {
        (_device, _type) = (device, type);
        _parameters = [.. blocks.SelectMany(block => block.Weights).OrderBy(one => one.Number).Select(one => one.Weight)];
        _blocks = [.. blocks.Select(block => resources.Own(block.Place(device, type).DetachFromDisposeScope()))];
        _places = new WeightVector([.. blocks.Select(block => block.Placed())]);
        Vector = resources.Own(torch.zeros(_places.Length, dtype: torch.ScalarType.Float32, device: device).DetachFromDisposeScope());
        resources.Reserve(_places.Length * (sizeof(float) + (type == torch.ScalarType.Float32 ? sizeof(float) : sizeof(short))));
    }

    /// <summary>All weights, float32; the gaps of <see cref="WeightVector"/> are zero.</summary>
    public torch.Tensor Vector { get; }

    /// <summary>Copies weights to the device.</summary>
    public void Load(IReadOnlyList<NamedTensor> weights)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor onHost = torch.zeros(Vector.NumberOfElements, dtype: torch.ScalarType.Float32, device: torch.CPU);
        for (int number = 0; number < weights.Count; number++)
        {
            weights[number].Values.CopyTo(Range(onHost, number));
        }

        Vector.copy_(onHost);
        Changed();
    }

    /// <summary>Copies a vector such as <see cref="Vector"/> to the host.</summary>
    public void Save(torch.Tensor vector, IReadOnlyList<NamedTensor> tensors)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor onHost = vector.cpu();
        for (int number = 0; number < tensors.Count; number++)
        {
            Range(onHost, number).CopyTo(tensors[number].Values);
        }
    }

    /// <summary>Makes a vector with one number for all elements of a weight. Must be called inside a dispose scope.</summary>
    /// <param name="numbers">The number of each weight, in the order of <see cref="WeightLayout"/>.</param>
    /// <returns>A tensor on the device with the places of <see cref="Vector"/>; null if all numbers are 0.</returns>
    public torch.Tensor? TrySpread(IReadOnlyList<float> numbers)
    {
        if (numbers.All(number => number == 0))
        {
            return null;
        }

        torch.Tensor onHost = torch.zeros(Vector.NumberOfElements, dtype: torch.ScalarType.Float32, device: torch.CPU);
        for (int number = 0; number < numbers.Count; number++)
        {
            Range(onHost, number).Fill(numbers[number]);
        }

        return onHost.to(_device);
    }

    /// <summary>Copies <see cref="Vector"/>, after it was changed, to the modules: one copy for each block.</summary>
    public void Changed()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        for (int block = 0; block < _blocks.Length; block++)
        {
            (long place, long length) = _places.Blocks[block];
            _blocks[block].copy_(Vector.narrow(0, place, length));
        }
    }

    /// <summary>Takes the gradients that a backward pass left at the weights. Must be called inside a dispose scope.</summary>
    /// <param name="sum">Receives them, in the order of <see cref="Vector"/>.</param>
    /// <param name="isFirst">Whether they replace what <paramref name="sum"/> holds; they are added to it otherwise.</param>
    public void TakeGradients(torch.Tensor sum, bool isFirst)
    {
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor vector = torch.cat([.. _places.Parts.Select(Gradient)]).to(torch.ScalarType.Float32);
        _ = isFirst ? sum.copy_(vector) : sum.add_(vector);
    }

    private torch.Tensor Gradient(WeightVector.Part part)
    {
        if (part.Number is not { } number)
        {
            return torch.zeros(part.Length, dtype: _type, device: _device);
        }

        torch.Tensor gradient = _parameters[number].grad ?? throw new InvalidOperationException($"Weight {number} has no gradient.");
        _parameters[number].grad = null;
        return gradient.reshape(-1);
    }

    // One tensor at a time: all bytes together may exceed the length of a span.
    private Span<float> Range(torch.Tensor onHost, int number) =>
        MemoryMarshal.Cast<byte, float>(onHost.narrow(0, _places.PlaceOf(number), _parameters[number].NumberOfElements).bytes);
}
