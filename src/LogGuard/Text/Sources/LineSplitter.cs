using System.Buffers;

namespace LogGuard.Parsing;

/// <summary>
/// Cuts its input at line ends. It holds one block of input and one unfinished line, both bounded: of a line longer than the
/// limit only the beginning is kept. Its buffers, which are pooled and grow to the longest line, are its only allocations.
/// </summary>
/// <typeparam name="T">Bytes or characters.</typeparam>
internal abstract class LineSplitter<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Size of a block: large enough to make the cost of a read negligible, and small enough for a core's cache.</summary>
    public const int ReadSize = 64 * 1024;

    private T[] _held = ArrayPool<T>.Shared.Rent(2 * ReadSize);
    private int _start;
    private int _end;

    // There is no line end before this place.
    private int _scanned;

    // The beginning of a line longer than the limit, while its rest is skipped.
    private char[] _head = [];
    private int _headLength;
    private bool _isPassing;

    private bool _isEnding;
    private bool _isLast;
    private bool _isGoingOn;

    /// <summary>Items before the next line.</summary>
    public long Position { get; private set; }

    /// <summary>Items before the last line returned.</summary>
    public long LineStart { get; private set; }

    /// <summary>Lines before the next line, since the start of the text.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Lines returned.</summary>
    public long LineCount { get; private set; }

    /// <summary>Lines returned that were longer than the limit.</summary>
    public long ShortenedCount { get; private set; }

    /// <summary>Whether there is an unfinished line.</summary>
    public bool HasUnfinishedLine => _isPassing || _end > _start;

    /// <summary>Most items of a line that are held, including its CR. More can never be a line within the limit.</summary>
    protected abstract int HeldLimit { get; }

    /// <summary>Items in one unit of the encoding.</summary>
    protected virtual int UnitSize => 1;

    /// <summary>The items held and not consumed.</summary>
    protected ReadOnlySpan<T> Held => _held.AsSpan(_start, _end - _start);

    /// <summary>Whether the held items are the last ones.</summary>
    protected bool IsComplete => _isEnding && _isLast;

    /// <summary>The buffer for the next block: <see cref="ReadSize"/> items.</summary>
    public Memory<T> GetSpace()
    {
        if (_held.Length - _end < ReadSize)
        {
            // At most HeldLimit items and one block are held, so the buffer never grows beyond twice their sum.
            var length = _end - _start;
            var target = _held.Length - length < ReadSize ? ArrayPool<T>.Shared.Rent(2 * _held.Length) : _held;
            Held.CopyTo(target);
            if (target != _held)
            {
                Return(ref _held);
                _held = target;
            }

            (_scanned, _start, _end) = (_scanned - _start, 0, length);
        }

        return _held.AsMemory(_end, ReadSize);
    }

    /// <summary>Adds a number of items, which were written to the buffer.</summary>
    public void Commit(int count)
    {
        _end += count;
        _isEnding = false;
    }

    /// <summary>Makes <see cref="TryTake"/> return the unfinished line as it is.</summary>
    /// <param name="isLast">
    /// Whether nothing follows. Otherwise the following items are a line of their own; a line end at their beginning belongs
    /// to this line.
    /// </param>
    public void End(bool isLast) => (_isEnding, _isLast) = (true, isLast);

    /// <summary>Starts another text, or continues at another place of this one.</summary>
    public void Start(long position, long lineNumber)
    {
        (Position, LineStart, LineNumber) = (position, position, lineNumber);
        (_start, _end, _scanned) = (0, 0, 0);
        _isPassing = _isEnding = _isGoingOn = false;
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">Valid until the next call of any member.</param>
    public bool TryTake(out ReadOnlySpan<char> line)
    {
        while (TryPrepare())
        {
            var index = IndexOfLineEnd(_held.AsSpan(_scanned, _end - _scanned));
            if (index >= 0)
            {
                var lineEnd = _scanned + index;
                var isRest = _isGoingOn && !_isPassing && WithoutReturn(_held.AsSpan(_start, lineEnd - _start)).IsEmpty;
                _isGoingOn = false;
                if (isRest)
                {
                    // The end of a line that was returned unfinished.
                    Skip(lineEnd + UnitSize - _start);
                    continue;
                }

                line = Take(lineEnd, lineEnd + UnitSize);
                return true;
            }

            _scanned = _end - ((_end - _scanned) % UnitSize);
            Pass();
            if (IsComplete && HasUnfinishedLine)
            {
                line = Take(_end, _end);
                return true;
            }

            if (_isEnding && !_isPassing && _scanned > _start)
            {
                _isGoingOn = true;
                line = Take(_scanned, _scanned);
                return true;
            }

            break;
        }

        line = default;
        return false;
    }

    public virtual void Dispose()
    {
        Return(ref _held);
        Return(ref _head);
    }

    /// <summary>Whether lines can be told apart yet; the encoding may still be unknown.</summary>
    protected virtual bool TryPrepare() => true;

    /// <summary>Finds a line end in items that begin with a whole unit of the encoding.</summary>
    protected abstract int IndexOfLineEnd(ReadOnlySpan<T> items);

    /// <summary>Removes a CR at the end.</summary>
    protected abstract ReadOnlySpan<T> WithoutReturn(ReadOnlySpan<T> line);

    /// <summary>The text of a line, cut at the limit. Valid until the next call.</summary>
    protected abstract ReadOnlySpan<char> Decode(ReadOnlySpan<T> line, out bool isShortened);

    /// <summary>Removes items that belong to no line.</summary>
    protected void Skip(int count)
    {
        _start += count;
        _scanned = _start;
        Position += count;
        if (_start == _end)
        {
            _start = _end = _scanned = 0;
        }
    }

    protected static void Return<TItem>(ref TItem[] buffer)
    {
        var old = buffer;
        buffer = [];
        if (old.Length > 0)
        {
            ArrayPool<TItem>.Shared.Return(old);
        }
    }

    private ReadOnlySpan<char> Take(int lineEnd, int next)
    {
        ReadOnlySpan<char> text;
        if (_isPassing)
        {
            _isPassing = false;
            ShortenedCount++;
            text = _head.AsSpan(0, _headLength);
        }
        else
        {
            var line = _held.AsSpan(_start, lineEnd - _start);
            LineStart = Position;
            text = Decode(line.Length > HeldLimit ? line[..HeldLimit] : WithoutReturn(line), out var isShortened);
            if (isShortened || line.Length > HeldLimit)
            {
                ShortenedCount++;
            }
        }

        // The text may be a part of the held items, which stay in place until the next block is read.
        Skip(next - _start);
        LineNumber++;
        LineCount++;
        return text;
    }

    // Frees room when an unfinished line is longer than the limit.
    private void Pass()
    {
        if (!_isPassing && _scanned - _start > HeldLimit)
        {
            LineStart = Position;
            var text = Decode(_held.AsSpan(_start, HeldLimit), out _);
            if (_head.Length < text.Length)
            {
                Return(ref _head);
                _head = ArrayPool<char>.Shared.Rent(text.Length);
            }

            text.CopyTo(_head);
            _headLength = text.Length;
            _isPassing = true;
        }

        if (_isPassing)
        {
            Skip(_scanned - _start);
        }
    }
}
