using LogGuard.Parsing;

namespace LogGuard.Tests.Support;

/// <summary>Gives its bytes in pieces of the sizes asked for, again and again; may fail behind the last.</summary>
internal sealed class ChunkedStream(byte[] bytes, int[] sizes, Exception? failure = null) : ForwardStream
{
    private int _given;
    private int _piece;

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
}
