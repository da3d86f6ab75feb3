namespace LogGuard.Parsing;

/// <summary>The lines of a stream of bytes, plain or gzip, to its end.</summary>
internal sealed class StreamSource : SequentialSource<byte>
{
    private readonly ByteLineSplitter _splitter;
    private Stream _stream;
    private readonly byte[] _head = new byte[CheckedGZipStream.Magic.Length];
    private int _headLength;
    private bool _isBegun;

    /// <param name="stream">The stream. Nobody else may read it meanwhile. It is not closed.</param>
    /// <param name="encoding">The encoding of a text without byte order mark; null for UTF-8.</param>
    /// <param name="lineLengthLimit">Most characters of a line. The rest is cut.</param>
    public StreamSource(Stream stream, LineEncoding? encoding = null, int lineLengthLimit = TextLogOptions.DefaultLineLengthLimit)
        : this(stream, new ByteLineSplitter(encoding ?? LineEncoding.Utf8, lineLengthLimit))
    {
    }

    private StreamSource(Stream stream, ByteLineSplitter splitter)
        : base(splitter)
    {
        _stream = stream;
        _splitter = splitter;
    }

    public override long InvalidCharacterCount => _splitter.InvalidCount;

    protected override string Name => "the stream";

    // The caller owns the stream: closing the decompression closes only the prefix stream.
    public override void Dispose()
    {
        if (!IsReading)
        {
            (_stream as CheckedGZipStream)?.Dispose();
        }

        base.Dispose();
    }

    protected override async ValueTask<int> ReadAsync(Memory<byte> space, CancellationToken cancellationToken)
    {
        if (!_isBegun)
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        return await _stream.ReadAsync(space, cancellationToken).ConfigureAwait(false);
    }

    // Requests no more bytes than gzip detection needs, because the next ones may take long to arrive.
    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        while (_headLength < _head.Length && CheckedGZipStream.Magic.StartsWith(_head.AsSpan(0, _headLength)))
        {
            var count = await _stream.ReadAsync(_head.AsMemory(_headLength), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            _headLength += count;
        }

        var whole = new PrefixStream(_head[.._headLength], _stream);
        _stream = CheckedGZipStream.Magic.SequenceEqual(_head.AsSpan(0, _headLength)) ? new CheckedGZipStream(whole) : whole;
        _isBegun = true;
    }
}
