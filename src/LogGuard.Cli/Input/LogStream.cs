using System.Text;
using LogGuard.Parsing;

namespace LogGuard.Cli.Input;

/// <summary>An open log: its bytes, decompressed if they are gzip, and its first lines, which choose its format.</summary>
internal sealed class LogStream : ForwardStream
{
    private const int HeadSize = 64 * 1024;
    private const int SampleLines = 200;

    private readonly Stream _content;
    private readonly byte[] _head;
    private readonly int _headLength;
    private int _given;

    /// <param name="source">The bytes; disposed with this stream.</param>
    /// <param name="read">Receives the number of bytes read of the source, for a progress bar.</param>
    /// <param name="isLive">Whether the first bytes decide, instead of a whole sample that may never come.</param>
    public LogStream(Stream source, Action<long>? read = null, bool isLive = false)
    {
        _content = IsGzip(new CountingStream(source, read), out var start) ? new CheckedGZipStream(start) : start;
        _head = new byte[HeadSize];
        _headLength = _content.ReadAtLeast(_head, isLive ? 1 : HeadSize, throwOnEndOfStream: false);
    }

    /// <summary>The first lines.</summary>
    public IEnumerable<string> Sample()
    {
        using var reader = new StreamReader(new MemoryStream(_head, 0, _headLength), Encoding.UTF8);
        var lines = new List<string>();
        while (lines.Count < SampleLines && reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        // The last line may be cut.
        return _headLength == HeadSize && lines.Count is > 1 and < SampleLines ? lines.SkipLast(1) : lines;
    }

    public override int Read(Span<byte> buffer) => _given == _headLength ? _content.Read(buffer) : TakeHead(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _given == _headLength ? _content.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(TakeHead(buffer.Span));

    private int TakeHead(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _headLength - _given);
        _head.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsGzip(Stream stream, out Stream whole)
    {
        var magic = new byte[2];
        var length = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        whole = new RewoundStream(magic.AsMemory(0, length), stream);
        return length == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }
}
