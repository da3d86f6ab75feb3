namespace LogGuard.Neural;

/// <summary>Floats at a fixed address that begins a cache line, zero at first.</summary>
/// <remarks>
/// The memory is a pinned array, so it goes when the buffer goes and nobody has to dispose it. Whoever works with
/// <see cref="Start"/> must keep the buffer reachable meanwhile.
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

    /// <summary>Makes room for <paramref name="length"/> floats; the old content is lost if the buffer has to grow.</summary>
    public static AlignedBuffer Grow(AlignedBuffer? buffer, int length) =>
        buffer is not null && buffer.Length >= length ? buffer : new AlignedBuffer(length);
}
