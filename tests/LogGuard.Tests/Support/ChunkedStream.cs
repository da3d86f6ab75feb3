namespace LogGuard.Tests.Support;

/// <summary>Gives its bytes in pieces of the sizes asked for, again and again; may fail behind the last.</summary>
internal sealed class ChunkedStream(byte[] bytes, int[] sizes, Exception? failure = null) : Stream
{
    private int _given;
    private int _piece;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_given == bytes.Length && failure is not null)
        {
            throw failure;
        }

        var count = Math.Min(Math.Min(buffer.Length, sizes[_piece++ % sizes.Length]), bytes.Length - _given);
        bytes.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
