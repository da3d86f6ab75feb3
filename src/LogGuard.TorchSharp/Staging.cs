using System.Runtime.InteropServices;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>
/// Copies numbers to the device through host buffers that are reused from batch to batch. For a GPU they are page-locked, so that the
/// driver needs no copy of its own and the transfer is asynchronous.
/// </summary>
/// <remarks>Returned tensors may share the buffers: they are valid until <see cref="Restart"/>, and the device must be done before it.</remarks>
internal sealed class Staging(torch.Device device) : IDisposable
{
    private readonly List<torch.Tensor> _integers = [];
    private readonly List<torch.Tensor> _floats = [];
    private int _integersTaken;
    private int _floatsTaken;

    private bool IsGpu => device.type == DeviceType.CUDA;

    /// <summary>Begins a batch: all buffers may be overwritten.</summary>
    public void Restart() => _integersTaken = _floatsTaken = 0;

    /// <summary>Copies symbols or classes to the device, as int64.</summary>
    public torch.Tensor Indices(ReadOnlySpan<int> values, params long[] shape)
    {
        torch.Tensor slot = Take(_integers, _integersTaken++, values.Length, torch.ScalarType.Int32);
        values.CopyTo(MemoryMarshal.Cast<byte, int>(slot.bytes));
        return Move(slot, values.Length, shape).to(torch.ScalarType.Int64);
    }

    /// <summary>Makes a tensor of lengths, int64 on the host, as packing requires.</summary>
    public static torch.Tensor Lengths(ReadOnlySpan<int> values)
    {
        var lengths = new long[values.Length];
        for (int row = 0; row < lengths.Length; row++)
        {
            lengths[row] = values[row];
        }

        return torch.tensor(lengths, device: torch.CPU);
    }

    /// <summary>Copies numbers to the device, as float32.</summary>
    public torch.Tensor Floats(ReadOnlySpan<float> values, params long[] shape)
    {
        torch.Tensor slot = Take(_floats, _floatsTaken++, values.Length, torch.ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(slot.bytes));
        return Move(slot, values.Length, shape);
    }

    public void Dispose()
    {
        foreach (torch.Tensor slot in _integers.Concat(_floats))
        {
            slot.Dispose();
        }
    }

    private torch.Tensor Move(torch.Tensor slot, int length, long[] shape)
    {
        torch.Tensor part = slot.narrow(0, 0, length).view(shape);
        return IsGpu ? part.to(device, non_blocking: true) : part;
    }

    private torch.Tensor Take(List<torch.Tensor> slots, int number, int length, torch.ScalarType type)
    {
        if (number < slots.Count && slots[number].NumberOfElements >= length)
        {
            return slots[number];
        }

        torch.Tensor slot = torch.empty((long)length, dtype: type, device: torch.CPU);
        slot = (IsGpu ? slot.pin_memory() : slot).DetachFromDisposeScope();
        if (number < slots.Count)
        {
            slots[number].Dispose();
            slots[number] = slot;
        }
        else
        {
            slots.Add(slot);
        }

        return slot;
    }
}
