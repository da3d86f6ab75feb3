using System.IO.Compression;

namespace LogGuard.Parsing;

/// <summary>
/// Decompresses gzip data of any number of members and detects truncated data, which <see cref="GZipStream"/> takes for the
/// end. It appends one more member of one byte: the data was complete only if that byte comes out.
/// </summary>
internal sealed class CheckedGZipStream : ForwardStream
{
    /// <summary>The first bytes of gzip data with deflate (RFC 1952, section 2.3.1).</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 0x08];

    private readonly EndProbe _source;
    private readonly GZipStream _content;
    private bool _isAtEnd;

    /// <summary>Whether reading failed because the data ends too early; more may come.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Decompresses a stream. Disposing of this one closes it.</summary>
    public CheckedGZipStream(Stream source)
    {
        _source = new EndProbe(source);
        _content = new GZipStream(_source, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The data is damaged or truncated. All data before the fault was returned.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            var count = _content.Read(buffer);
            return _source.IsProbing ? Finish(buffer[..count]) : count;
        }
        catch (InvalidDataException exception)
        {
            throw Fault(exception);
        }
    }

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            var count = await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return _source.IsProbing ? Finish(buffer.Span[..count]) : count;
        }
        catch (InvalidDataException exception)
        {
            throw Fault(exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    // A read returns decompressed data before it asks for more input: all output since the appended member was requested
    // belongs to that member.
    private int Finish(ReadOnlySpan<byte> last)
    {
        _isAtEnd = true;
        return last is [EndProbe.Content] ? 0 : throw Fault(null);
    }

    private InvalidDataException Fault(InvalidDataException? exception)
    {
        _isAtEnd = true;
        IsTruncated = _source.IsProbing;
        return new InvalidDataException(_source.IsProbing ? "the gzip data is truncated" : "the gzip data is damaged", exception);
    }

    /// <summary>A stream and one more gzip member.</summary>
    private sealed class EndProbe(Stream source) : ForwardStream
    {
        public const byte Content = 0x0A;

        // One byte stored without compression: header, block, checksum (CRC-32 of 0A), length.
        private static readonly byte[] Member =
        [
            0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF,
            0x01, 0x01, 0x00, 0xFE, 0xFF, Content,
            0x93, 0x06, 0xD7, 0x32,
            0x01, 0, 0, 0,
        ];

        private int _given;

        public bool IsProbing => _given > 0;

        public override int Read(Span<byte> buffer)
        {
            var count = IsProbing ? 0 : source.Read(buffer);
            return count > 0 ? count : Probe(buffer);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = IsProbing ? 0 : await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return count > 0 ? count : Probe(buffer.Span);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Probe(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, Member.Length - _given);
            Member.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}
