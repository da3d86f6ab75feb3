using System.IO.Compression;

namespace LogGuard.Parsing;

/// <summary>
/// Decompresses gzip data of any number of members, and tells data that is cut short, which
/// <see cref="GZipStream"/> takes for its end: behind the last byte it puts one more member, of one byte. Only if that
/// byte comes out, the data was complete.
/// </summary>
internal sealed class GunzipStream : ForwardStream
{
    /// <summary>What gzip data with deflate begins with (RFC 1952, section 2.3.1).</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 0x08];

    private readonly EndProbe _source;
    private readonly GZipStream _content;
    private bool _isAtEnd;

    /// <summary>Decompresses a stream, which is closed with this one.</summary>
    public GunzipStream(Stream source)
    {
        _source = new EndProbe(source);
        _content = new GZipStream(_source, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The data is damaged, or cut short; all before was given.</exception>
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

    // A read gives what is decompressed before it asks for more: all that comes after the probe began is the probe's.
    private int Finish(ReadOnlySpan<byte> last)
    {
        _isAtEnd = true;
        return last is [EndProbe.Content] ? 0 : throw Fault(null);
    }

    private InvalidDataException Fault(InvalidDataException? exception)
    {
        _isAtEnd = true;
        return new InvalidDataException(_source.IsProbing ? "the gzip data is cut short" : "the gzip data is damaged", exception);
    }

    /// <summary>A stream and one more gzip member.</summary>
    private sealed class EndProbe(Stream source) : ForwardStream
    {
        public const byte Content = 0x0A;

        // The one byte stored without compression: header, block, checksum (CRC-32 of 0A), length.
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
