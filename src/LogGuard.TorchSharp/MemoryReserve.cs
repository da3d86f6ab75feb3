using System.Runtime.InteropServices;

namespace LogGuard.TorchSharp;

/// <summary>
/// Address space that is given back when libtorch finds no memory, so that the managed engine and the runtime itself can go on: the runtime
/// ends the process if its compiler or a new thread gets none. It is never written to and takes no physical memory on Linux.
/// </summary>
internal sealed unsafe class MemoryReserve : IDisposable
{
    // The C library takes 64 MB of address space for each new thread that allocates: a helper of the managed engine, the runtime's
    // compiler, and a finaliser. The fourth part is for what they do.
    private const nuint Bytes = 4 * (64 << 20);

    private void* _memory;

    public MemoryReserve()
    {
        try
        {
            _memory = NativeMemory.Alloc(Bytes);
        }
        catch (OutOfMemoryException)
        {
            // Memory is short already.
        }
    }

    ~MemoryReserve() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
