using LogGuard.Primitives;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Parsing;

/// <summary>
/// An open file, plain or gzip, that other processes may write to, rename and delete. Offsets are those of the content: of
/// the decompressed bytes in a gzip file.
/// </summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>The result of <see cref="Read"/> if bytes that were read have changed.</summary>
    public const int Replaced = -1;

    /// <summary>Number of comparisons of a file that changes meanwhile before the two files are taken for the same.</summary>
    private const int ComparisonLimit = 3;

    private const int TailSize = TextPosition.HeadLimit;

    private readonly SafeFileHandle _file;
    private readonly FileIdentity? _identity;
    private readonly byte[] _tail = new byte[TailSize];
    private readonly byte[] _check = new byte[TailSize];
    private readonly Memory<byte>[] _parts = new Memory<byte>[2];
    private int _tailLength;
    private DateTimeOffset? _lastWritten;
    private DateTimeOffset? _contentTime;
    private bool _isUnreadable;
    private GZipContent? _content;
    private long _offset;

    private LogFile(string path, SafeFileHandle file)
    {
        _file = file;
        Path = path;
        IsSeekable = RegularFile.LengthOf(file) is not null;
        if (IsSeekable)
        {
            _identity = FileIdentity.Of(file);
            _lastWritten = Written;
            Head.Extend(file);
        }
    }

    /// <summary>The path by which it was opened, after symbolic links.</summary>
    public string Path { get; }

    /// <summary>Its number in the file system; null if the platform does not tell.</summary>
    public FileIdentity? Identity => _identity;

    /// <summary>The first bytes of the file on disk.</summary>
    public FileSignature Head { get; } = new();

    /// <summary>False for a pipe or a terminal, which has no positions.</summary>
    public bool IsSeekable { get; }

    /// <summary>Whether the content is decompressed. Known after the first read.</summary>
    public bool IsGzip { get; private set; }

    /// <summary>Whether the last read found a pipe that is empty, or that no process writes to yet.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long Offset => _offset;

    /// <summary>Bytes on disk now.</summary>
    public long Length => IsSeekable ? RandomAccess.GetLength(_file) : 0;

    /// <summary>Time of the last write.</summary>
    public DateTimeOffset Written => new(File.GetLastWriteTimeUtc(_file), TimeSpan.Zero);

    /// <summary>Time of the last write when it was read last, or opened: what was written later is not read.</summary>
    public DateTimeOffset? WrittenBeforeRead => _lastWritten;

    /// <summary>Whether its first bytes have changed, or a gzip file has become shorter.</summary>
    public bool IsReplaced => IsSeekable && ((IsGzip && Length < (_content?.KnownLength ?? 0)) || !Head.IsHeadOf(_file));

    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied, or the path is a folder.</exception>
    public static LogFile Open(string path)
    {
        var handle = RegularFile.Open(path);
        try
        {
            return new LogFile(TargetOf(path), handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next bytes.</summary>
    /// <returns>0 if there are no more at present; <see cref="Replaced"/> if the bytes before them are no longer those that were read.</returns>
    /// <exception cref="InvalidDataException">The gzip data is damaged or truncated.</exception>
    public int Read(Memory<byte> bytes)
    {
        if (_offset == 0)
        {
            // Decided with the first bytes: a follower may have opened an empty file. A file that begins as text stays text.
            if (IsSeekable && !Head.IsHeadOf(_file))
            {
                return Replaced;
            }

            ExtendHead();
            IsGzip = Head.Bytes.StartsWith(CheckedGZipStream.Magic);
            if (OtherCompression.NameOf(Head.Bytes) is { } compression)
            {
                var isTold = _isUnreadable;
                _isUnreadable = true;
                return isTold ? 0 : throw new InvalidDataException($"it is compressed with {compression}; only gzip can be read");
            }
        }

        // Before the read: a later time may be that of the next content.
        var written = IsSeekable ? Written : (DateTimeOffset?)null;
        int count;
        if (IsGzip)
        {
            _content ??= new GZipContent(_file);
            count = _content.Read(bytes.Span);
        }
        else
        {
            count = IsSeekable ? ReadPlain(bytes) : ReadPipe(bytes.Span);
        }

        if (count > 0)
        {
            Advance(bytes.Span[..count]);
        }

        _lastWritten = count == Replaced ? _lastWritten : written;
        return count;
    }

    /// <summary>Returns to the beginning of the present content.</summary>
    public void Rewind()
    {
        _contentTime = null;
        MoveToBeginning();
    }

    /// <summary>The position in this file when nothing of it was read, so that its content cannot recognize it.</summary>
    public TextPosition UnreadPosition(DateTimeOffset? since) => new()
    {
        Offset = 0, LineNumber = 0, HeadLength = 0, HeadHash = StableHash.Of(ReadOnlySpan<byte>.Empty), FileId = _identity?.ToString(), FilePath = Path, LastWriteTime = since ?? _lastWritten,
    };

    /// <summary>The position at an offset of this file, with what recognizes the file.</summary>
    public TextPosition PositionAt(long offset, long lineNumber) => new()
    {
        Offset = offset,
        LineNumber = lineNumber,
        HeadLength = Head.Length,
        HeadHash = Head.Hash,
        CheckOffset = _offset - _tailLength,
        CheckLength = _tailLength,
        CheckHash = StableHash.Of(_tail.AsSpan(0, _tailLength)),
        FileId = _identity?.ToString(),
        FilePath = Path,
        LastWriteTime = _contentTime ?? _lastWritten,
    };

    /// <summary>
    /// Takes note of when the content was written up to a position that it holds: the time of a compressed file may be that of
    /// the compression, by which no file is younger.
    /// </summary>
    public void KeepTimeOf(TextPosition position)
    {
        if (Head.Bytes.StartsWith(CheckedGZipStream.Magic) && position.LastWriteTime < _lastWritten)
        {
            _contentTime = position.LastWriteTime;
        }
    }

    /// <summary>Whether the platform tells that this is, or is not, the file of a position; null if it does not tell.</summary>
    public bool? IsFileOf(TextPosition position) => _identity is null || position.FileId is null ? null : _identity.ToString() == position.FileId;

    /// <summary>Whether it begins with the content that was read up to a position.</summary>
    public bool Holds(TextPosition position)
    {
        if (!IsSeekable)
        {
            return false;
        }

        if (Head.Bytes.StartsWith(CheckedGZipStream.Magic))
        {
            return GZipContent.Holds(_file, position);
        }

        return Length >= Math.Max(position.Offset, position.CheckEnd)
            && FileSignature.Matches(_file, 0, position.HeadLength, position.HeadHash)
            && FileSignature.Matches(_file, position.CheckOffset, position.CheckLength, position.CheckHash);
    }

    /// <summary>Continues where an earlier run stopped, if this file has the content that was read.</summary>
    /// <returns>False if it has not, or is too short by now.</returns>
    public bool TryResume(TextPosition position, ByteLineSplitter splitter)
    {
        if (!Holds(position) || !TryMoveTo(position.Offset, out var head))
        {
            Rewind();
            return false;
        }

        splitter.Start(position.Offset, position.LineNumber, head);
        return true;
    }

    /// <summary>Moves to an offset, without a line splitter that must know it.</summary>
    /// <returns>False if the file is shorter.</returns>
    public bool TryMoveTo(long offset) => TryMoveTo(offset, out _);

    /// <summary>Continues at the end of the present content, before an unfinished line.</summary>
    public void SkipToEnd(ByteLineSplitter splitter)
    {
        splitter.Start(0, 0);
        TryMoveTo(long.MaxValue, out var head);
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
                    TryMoveTo(_offset - unfinished, out head);
                    splitter.Start(_offset, 0, head);
                }
            }
        }
    }

    /// <summary>
    /// Whether another handle is open on this file: it has the same number. Where the platform has none, both begin alike and,
    /// while neither changes, have the same length and time of writing.
    /// </summary>
    public bool IsSameAs(LogFile other)
    {
        if (_identity is not null && other._identity is not null)
        {
            return _identity == other._identity;
        }

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

    /// <summary>Number of line feeds in a part of a plain file.</summary>
    public long CountLineEnds(long from, long to)
    {
        var bytes = new byte[Math.Min(to - from, LineSplitter<byte>.ReadSize)];
        long count = 0;
        for (int length; from < to && (length = FileSignature.Read(_file, bytes.AsSpan(0, (int)Math.Min(bytes.Length, to - from)), from)) > 0; from += length)
        {
            count += bytes.AsSpan(0, length).Count((byte)'\n');
        }

        return count;
    }

    public void Dispose()
    {
        _content?.Dispose();
        _file.Dispose();
    }

    private (long Length, DateTimeOffset Written) State => (Length, Written);

    /// <summary>Where a path leads to; the path itself if it is no link, or its name is free at present.</summary>
    internal static string TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    // One read takes the last known bytes together with the new ones: a file that was truncated, and has grown past this place
    // since, shows other bytes before it.
    private int ReadPlain(Memory<byte> bytes)
    {
        if (_tailLength == 0)
        {
            return RandomAccess.Read(_file, bytes.Span, _offset);
        }

        (_parts[0], _parts[1]) = (_check.AsMemory(0, _tailLength), bytes);
        var count = (int)RandomAccess.Read(_file, _parts, _offset - _tailLength) - _tailLength;
        _parts[1] = default;
        return count >= 0 && _check.AsSpan(0, _tailLength).SequenceEqual(_tail.AsSpan(0, _tailLength)) ? count : Replaced;
    }

    private int ReadPipe(Span<byte> bytes)
    {
        // The end of a pipe before its first byte: no process has opened it to write.
        var count = RegularFile.ReadPipe(_file, bytes, out var isEmpty);
        IsWaiting = isEmpty || (count == 0 && _offset == 0);
        return count;
    }

    private void MoveToBeginning()
    {
        _content?.Dispose();
        _content = null;
        _offset = _tailLength = 0;
        Head.Clear();
        ExtendHead();
    }

    private void Advance(ReadOnlySpan<byte> bytes)
    {
        _offset += bytes.Length;
        var kept = Math.Min(_tailLength, Math.Max(0, TailSize - bytes.Length));
        _tail.AsSpan(_tailLength - kept, kept).CopyTo(_tail);
        var added = bytes[^Math.Min(bytes.Length, TailSize)..];
        added.CopyTo(_tail.AsSpan(kept));
        _tailLength = kept + added.Length;
        ExtendHead();
    }

    private void ExtendHead()
    {
        if (IsSeekable)
        {
            Head.Extend(_file);
        }
    }

    // Gives the first bytes of the content, which tell the encoding and the line ends.
    private bool TryMoveTo(long offset, out byte[] head)
    {
        MoveToBeginning();
        head = [];
        IsGzip = Head.Bytes.StartsWith(CheckedGZipStream.Magic);
        if (!IsGzip)
        {
            _offset = Math.Min(offset, Length);
            head = new byte[Math.Min(_offset, ByteLineSplitter.SampleSize)];
            head = head[..FileSignature.Read(_file, head, 0)];
            _tailLength = (int)Math.Min(_offset, TailSize);
            _tailLength = FileSignature.Read(_file, _tail.AsSpan(0, _tailLength), _offset - _tailLength);
            return _offset == offset;
        }

        var bytes = new byte[LineSplitter<byte>.ReadSize];
        while (_offset < offset)
        {
            int count;
            try
            {
                count = Read(bytes.AsMemory(0, (int)Math.Min(bytes.Length, offset - _offset)));
            }
            catch (InvalidDataException)
            {
                count = 0;
            }

            if (count == 0)
            {
                return false;
            }

            head = head.Length > 0 ? head : bytes[..Math.Min(count, ByteLineSplitter.SampleSize)];
        }

        return true;
    }
}
