using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Semantics;

/// <summary>A file of word vectors, whose words are indexed and whose vectors are read when they are needed. Thread-safe.</summary>
internal abstract class FastTextFile(SafeFileHandle handle, string path, int size) : IDisposable
{
    /// <summary>Most components of a vector; published ones have 300.</summary>
    internal const int SizeLimit = 4_096;

    /// <summary>Most bytes of a word; a longer one shows that the file is of another kind.</summary>
    internal const int WordLimit = 4_096;

    /// <summary>Number of components of a vector.</summary>
    public int Size => size;

    /// <summary>Number of bytes of the file.</summary>
    public long Length { get; } = RandomAccess.GetLength(handle);

    protected SafeFileHandle Handle => handle;

    /// <summary>Opens and indexes a file.</summary>
    /// <exception cref="InvalidDataException">It is no file of fastText, or damaged; the message says what is wrong.</exception>
    public static FastTextFile Open(string path, CancellationToken cancellation)
    {
        var handle = File.OpenHandle(path);
        try
        {
            Span<byte> start = stackalloc byte[sizeof(int)];
            var isBinary = RandomAccess.Read(handle, start, 0) == start.Length && MemoryMarshal.Read<int>(start) == FastTextBinaryFile.Magic;
            using var stream = new BufferedStream(new HandleStream(handle), 1 << 16);
            return isBinary ? FastTextBinaryFile.Index(handle, path, stream, cancellation) : FastTextTextFile.Index(handle, path, stream, cancellation);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Writes the vector of a word.</summary>
    /// <returns>False if it has none.</returns>
    public abstract bool TryRead(string word, Span<float> vector);

    public void Dispose() => handle.Dispose();

    protected static InvalidDataException Fault(string path, string what) => new($"{path} is no file of fastText vectors that can be used: {what}.");

    protected InvalidDataException Fault(string what) => Fault(path, what);

    // Reads a handle from its beginning without owning it, so that the file stays open.
    private sealed class HandleStream(SafeFileHandle handle) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = RandomAccess.Read(handle, buffer, Position);
            Position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
