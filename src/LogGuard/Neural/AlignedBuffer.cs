namespace LogGuard.Neural;

/// <summary>A buffer of floats, initially zero, at a fixed address aligned to a cache line.</summary>
/// <remarks>
/// The memory is a pinned array: the garbage collector frees it with the buffer. Code that uses <see cref="Start"/> must
/// keep the buffer reachable meanwhile.
/// </remarks>
internal sealed unsafe class AlignedBuffer
{
    private const int CacheLine = 64;

    // Never read: it keeps the memory behind Start alive.
    private readonly float[] _memory;

    public AlignedBuffer(int length)
    {
        _memory = GC.AllocateArray<float>(checked(length + CacheLine / sizeof(float)), pinned: true);
        Length = length;

        nuint address = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _memory[0]);
        Start = (float*)((address + CacheLine - 1) & ~(nuint)(CacheLine - 1));
    }

    /// <summary>The first float.</summary>
    public float* Start { get; }

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>The whole memory.</summary>
    public Span<float> Span => new(Start, Length);

    /// <summary>Returns a buffer of at least <paramref name="length"/> floats; a larger one is new and empty.</summary>
    public static AlignedBuffer Grow(AlignedBuffer? buffer, int length) =>
        buffer is not null && buffer.Length >= length ? buffer : new AlignedBuffer(length);
}
