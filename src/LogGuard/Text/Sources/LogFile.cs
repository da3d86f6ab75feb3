using Microsoft.Win32.SafeHandles;

namespace LogGuard.Parsing;

/// <summary>
/// An open file, plain or gzip, that others may write to, rename and delete meanwhile. Offsets are those of the
/// content: of decompressed bytes in a gzip file.
/// </summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>How often a file that changes while it is compared is compared again before it is given the benefit of the doubt.</summary>
    private const int ComparisonLimit = 3;

    private readonly SafeFileHandle _file;
    private GunzipStream? _content;
    private long _offset;

    private LogFile(SafeFileHandle file)
    {
        _file = file;
        IsSeekable = CanSeek(file);
        if (IsSeekable)
        {
            Head.Extend(file);
        }
    }

    /// <summary>The first bytes of the file itself.</summary>
    public FileHead Head { get; } = new();

    /// <summary>False for a pipe or a terminal: its end is the end.</summary>
    public bool IsSeekable { get; }

    /// <summary>Whether what is read is decompressed; known with the first read.</summary>
    public bool IsGzip { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long Offset => _offset;

    /// <summary>Bytes on disk now.</summary>
    public long Length => IsSeekable ? RandomAccess.GetLength(_file) : 0;

    /// <summary>
    /// Whether other bytes stand where some were read: it was cut back, or overwritten. Not seen where a file that
    /// begins with the same bytes has grown past this place meanwhile.
    /// </summary>
    public bool IsReplaced => IsSeekable && ((!IsGzip && Length < _offset) || !Head.IsHeadOf(_file));

    /// <exception cref="IOException">It is not there, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static LogFile Open(string path)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            return new LogFile(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads on.</summary>
    /// <returns>0 where there is no more for now.</returns>
    /// <exception cref="InvalidDataException">The gzip data is damaged or cut short.</exception>
    public int Read(Span<byte> bytes)
    {
        if (_offset == 0)
        {
            // Not earlier: a follower may have opened it empty. Not later: what begins as text goes on as text.
            ExtendHead();
            IsGzip = Head.Bytes.StartsWith(GunzipStream.Magic);
        }

        if (!IsGzip)
        {
            return ReadPlain(bytes);
        }

        _content ??= new GunzipStream(new FileStream(new SafeFileHandle(_file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, LineCutter<byte>.ReadSize));
        var count = _content.Read(bytes);
        _offset += count;
        return count;
    }

    /// <summary>Goes back to the beginning, whatever stands there now.</summary>
    public void Rewind()
    {
        _content?.Dispose();
        _content = null;
        _offset = 0;
        Head.Clear();
        ExtendHead();
    }

    /// <summary>Goes on where another run stopped, if this is the file that it was in.</summary>
    /// <returns>False where it is not, or is too short by now.</returns>
    public bool TryResume(TextPosition position, ByteCutter cutter)
    {
        if (!IsSeekable || !FileHead.Matches(_file, position.HeadLength, position.HeadHash) || !TrySkip(position.Offset, out var head))
        {
            Rewind();
            return false;
        }

        cutter.Start(position.Offset, position.LineNumber, head);
        return true;
    }

    /// <summary>Goes to the end of what is there, less a line that is not finished.</summary>
    public void SkipToEnd(ByteCutter cutter)
    {
        cutter.Start(0, 0);
        TrySkip(long.MaxValue, out var head);
        if (_offset > 0)
        {
            cutter.Start(_offset, 0, head);
            if (!IsGzip)
            {
                var tail = new byte[Math.Min(_offset, LineCutter<byte>.ReadSize)];
                var length = FileHead.Read(_file, tail, _offset - tail.Length);
                var unfinished = cutter.UnfinishedLength(tail.AsSpan(0, length));
                if (unfinished < length)
                {
                    _offset -= unfinished;
                    cutter.Start(_offset, 0, head);
                }
            }
        }
    }

    /// <summary>
    /// Whether this is the file that another handle was opened on: they begin alike, and are equally long and were
    /// written to at the same time while neither changes.
    /// </summary>
    public bool IsSameAs(LogFile other)
    {
        for (var attempt = 0; attempt < ComparisonLimit; attempt++)
        {
            var before = State;
            var state = other.State;
            if (before == State)
            {
                return state == before && Head.IsHeadOf(other._file);
            }
        }

        // Being written to all the time: it will be compared again, and taken for another only where that is certain.
        return Head.IsHeadOf(other._file) && other.Length >= _offset;
    }

    public void Dispose()
    {
        _content?.Dispose();
        _file.Dispose();
    }

    private (long Length, DateTime Written) State => (Length, File.GetLastWriteTimeUtc(_file));

    private int ReadPlain(Span<byte> bytes)
    {
        var count = RandomAccess.Read(_file, bytes, _offset);
        _offset += count;
        ExtendHead();
        return count;
    }

    private void ExtendHead()
    {
        if (IsSeekable)
        {
            Head.Extend(_file);
        }
    }

    // The head is that of the content, for its byte order mark.
    private bool TrySkip(long offset, out byte[] head)
    {
        head = [];
        IsGzip = Head.Bytes.StartsWith(GunzipStream.Magic);
        if (!IsGzip)
        {
            head = Head.Bytes[..Math.Min(Head.Length, ByteCutter.MarkLimit)].ToArray();
            _offset = Math.Min(offset, Length);
            return _offset == offset;
        }

        var bytes = new byte[LineCutter<byte>.ReadSize];
        while (_offset < offset)
        {
            int count;
            try
            {
                count = Read(bytes.AsSpan(0, (int)Math.Min(bytes.Length, offset - _offset)));
            }
            catch (InvalidDataException)
            {
                count = 0;
            }

            if (count == 0)
            {
                return false;
            }

            head = head.Length > 0 ? head : bytes[..Math.Min(count, ByteCutter.MarkLimit)];
        }

        return true;
    }

    private static bool CanSeek(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file) >= 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
