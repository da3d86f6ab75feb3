using LogGuard.Primitives;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Parsing;

/// <summary>
/// An open file, plain or gzip, that other processes may write to, rename and delete. Offsets are those of the content: of
/// the decompressed bytes in a gzip file.
/// </summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>Number of comparisons of a file that changes meanwhile before the two files are taken for the same.</summary>
    private const int ComparisonLimit = 3;

    private readonly SafeFileHandle _file;
    private CheckedGZipStream? _content;
    private long _offset;

    private LogFile(SafeFileHandle file)
    {
        _file = file;
        IsSeekable = RegularFile.LengthOf(file) is not null;
        if (IsSeekable)
        {
            Head.Extend(file);
        }
    }

    /// <summary>The first bytes of the file on disk.</summary>
    public FileSignature Head { get; } = new();

    /// <summary>False for a pipe or a terminal, which cannot be followed.</summary>
    public bool IsSeekable { get; }

    /// <summary>Whether the content is decompressed. Known after the first read.</summary>
    public bool IsGzip { get; private set; }

    /// <summary>Whether the last read found a pipe that is empty, or that no process writes to yet.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long Offset => _offset;

    /// <summary>Bytes on disk now.</summary>
    public long Length => IsSeekable ? RandomAccess.GetLength(_file) : 0;

    /// <summary>
    /// Whether bytes that were read have changed: the file was truncated or overwritten. Not detected if the file begins with
    /// the same bytes and has grown past this place meanwhile.
    /// </summary>
    public bool IsReplaced => IsSeekable && ((!IsGzip && Length < _offset) || !Head.IsHeadOf(_file));

    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied, or the path is a folder.</exception>
    public static LogFile Open(string path)
    {
        var handle = RegularFile.Open(path);
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

    /// <summary>Reads the next bytes.</summary>
    /// <returns>0 if there are no more at present.</returns>
    /// <exception cref="InvalidDataException">The gzip data is damaged or truncated.</exception>
    public int Read(Span<byte> bytes)
    {
        if (_offset == 0)
        {
            // Decided with the first bytes: a follower may have opened an empty file. A file that begins as text stays text.
            ExtendHead();
            IsGzip = Head.Bytes.StartsWith(CheckedGZipStream.Magic);
        }

        if (!IsGzip)
        {
            return ReadPlain(bytes);
        }

        _content ??= new CheckedGZipStream(new FileStream(new SafeFileHandle(_file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, LineSplitter<byte>.ReadSize));
        var count = _content.Read(bytes);
        _offset += count;
        return count;
    }

    /// <summary>Returns to the beginning of the present content.</summary>
    public void Rewind()
    {
        _content?.Dispose();
        _content = null;
        _offset = 0;
        Head.Clear();
        ExtendHead();
    }

    /// <summary>Continues where an earlier run stopped, if this is its file.</summary>
    /// <returns>False if it is another file, or too short by now.</returns>
    public bool TryResume(TextPosition position, ByteLineSplitter splitter)
    {
        if (!IsSeekable || !FileSignature.Matches(_file, position.HeadLength, position.HeadHash) || !TrySkip(position.Offset, out var head))
        {
            Rewind();
            return false;
        }

        splitter.Start(position.Offset, position.LineNumber, head);
        return true;
    }

    /// <summary>Continues at the end of the present content, before an unfinished line.</summary>
    public void SkipToEnd(ByteLineSplitter splitter)
    {
        splitter.Start(0, 0);
        TrySkip(long.MaxValue, out var head);
        if (_offset > 0)
        {
            splitter.Start(_offset, 0, head);
            if (!IsGzip)
            {
                var tail = new byte[Math.Min(_offset, LineSplitter<byte>.ReadSize)];
                var length = FileSignature.Read(_file, tail, _offset - tail.Length);
                var unfinished = splitter.UnfinishedLength(tail.AsSpan(0, length));
                if (unfinished < length)
                {
                    _offset -= unfinished;
                    splitter.Start(_offset, 0, head);
                }
            }
        }
    }

    /// <summary>
    /// Whether another handle is open on this file: both begin alike and, while neither changes, have the same length and
    /// time of writing.
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

        // The file changes all the time. It is compared again later, and treated as another one only when that is certain.
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
        int count;
        if (IsSeekable)
        {
            count = RandomAccess.Read(_file, bytes, _offset);
        }
        else
        {
            // The end of a pipe before its first byte: no process has opened it to write.
            count = RegularFile.ReadPipe(_file, bytes, out var isEmpty);
            IsWaiting = isEmpty || (count == 0 && _offset == 0);
        }

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

    // The first bytes of the content, for its byte order mark.
    private bool TrySkip(long offset, out byte[] head)
    {
        head = [];
        IsGzip = Head.Bytes.StartsWith(CheckedGZipStream.Magic);
        if (!IsGzip)
        {
            head = Head.Bytes[..Math.Min(Head.Length, ByteLineSplitter.MarkLimit)].ToArray();
            _offset = Math.Min(offset, Length);
            return _offset == offset;
        }

        var bytes = new byte[LineSplitter<byte>.ReadSize];
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

            head = head.Length > 0 ? head : bytes[..Math.Min(count, ByteLineSplitter.MarkLimit)];
        }

        return true;
    }
}
