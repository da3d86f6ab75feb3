using System.Runtime.InteropServices;
using TorchSharp;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>A GPU whose memory is taken, but for so many megabytes.</summary>
internal sealed class FilledGpu : IDisposable
{
    // A multiple of the 2 MB in which libtorch takes memory from the driver, and above the 20 MB up to which it shares what it took.
    private const int PieceMegabytes = 32;

    private readonly Stack<torch.Tensor> _pieces = [];

    public FilledGpu(int index, int freeMegabytes)
    {
        var device = new torch.Device(DeviceType.CUDA, index);
        try
        {
            while (true)
            {
                _pieces.Push(torch.empty((long)PieceMegabytes << 20, dtype: torch.ScalarType.Byte, device: device));
            }
        }
        catch (ExternalException)
        {
            // It is full. The pieces that are freed stay with libtorch and are used again.
        }

        for (var freed = 0; freed < freeMegabytes && _pieces.TryPop(out var piece); freed += PieceMegabytes)
        {
            piece.Dispose();
        }
    }

    public void Dispose()
    {
        while (_pieces.TryPop(out var piece))
        {
            piece.Dispose();
        }
    }
}
