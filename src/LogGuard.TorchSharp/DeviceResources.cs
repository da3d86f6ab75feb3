using System.Diagnostics.CodeAnalysis;

namespace LogGuard.TorchSharp;

/// <summary>
/// Owns the modules and tensors of a network or a trainer. TorchSharp frees a module only when it is disposed, and the garbage collector
/// sees a few objects where the device holds megabytes. This class tells it their size and disposes them when their owner is collected.
/// </summary>
internal sealed class DeviceResources : IDisposable
{
    // Keeps what was abandoned reachable, so that no finaliser of TorchSharp frees it.
    private static readonly List<IDisposable> Abandoned = [];

    private readonly List<IDisposable> _owned = [];
    private long _bytes;
    private bool _isReleased;

    ~DeviceResources() => Release();

    /// <summary>Takes ownership.</summary>
    public T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    /// <summary>Adds to the size that the garbage collector knows of.</summary>
    public void Reserve(long bytes)
    {
        if (bytes > 0)
        {
            GC.AddMemoryPressure(bytes);
            _bytes += bytes;
        }
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Leaves everything allocated for the rest of the process. With a lost device, freeing page-locked memory throws in a destructor of
    /// libtorch, which ends the process.
    /// </summary>
    public void Abandon()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            lock (Abandoned)
            {
                Abandoned.AddRange(_owned);
            }
        }
    }

    // Called once, by the owner or by the finaliser, never by both.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An exception of a finaliser ends the process.")]
    private void Release()
    {
        // Once the process ends, libtorch's static destructors run: the memory goes with the process.
        if (_isReleased || !NativeCallGuard.TryEnter())
        {
            return;
        }

        _isReleased = true;
        try
        {
            foreach (IDisposable resource in _owned)
            {
                resource.Dispose();
            }
        }
        catch (Exception)
        {
            // The rest is freed with the process.
        }
        finally
        {
            NativeCallGuard.Leave();
        }

        if (_bytes > 0)
        {
            GC.RemoveMemoryPressure(_bytes);
        }
    }
}
