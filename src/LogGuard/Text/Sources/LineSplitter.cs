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

    /// <summary>Size of the text without LF that is enough to take CR for its line end: no line of a log has as many characters before its first LF.</summary>
    private const int DecisionSize = 4096;

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

    // How lines end is decided for each text: at CR only if there is no LF.
    private bool _hasLineFeed;
    private bool _endsAtReturn;
    private bool _isSettled;
    private bool _isAfterReturn;

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

    /// <summary>Items that were NUL before a line, and are no part of it.</summary>
    public long GapSize { get; private set; }

    /// <summary>Whether there is an unfinished line.</summary>
    public bool HasUnfinishedLine => _isPassing || _end > _start;

    /// <summary>Most items of a line that are held, including its CR. More can never be a line within the limit.</summary>
    protected abstract int HeldLimit { get; }

    /// <summary>Items in one unit of the encoding.</summary>
    protected virtual int UnitSize => 1;

    /// <summary>The items held and not consumed.</summary>
    protected ReadOnlySpan<T> Held => _held.AsSpan(_start, _end - _start);

    /// <summary>Whether the held items are the last ones, or must do for a decision.</summary>
    protected bool IsEnding => _isEnding;

    private bool IsComplete => _isEnding && _isLast;

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
        _isEnding = _isSettled = false;
    }

    /// <summary>Makes <see cref="TryTake"/> return the unfinished line as it is.</summary>
    /// <param name="isLast">
    /// Whether nothing follows. Otherwise the following items are a line of their own; a line end at their beginning belongs
    /// to this line.
    /// </param>
    public void End(bool isLast) => (_isEnding, _isLast) = (true, isLast);

    /// <summary>Tells that nothing followed for a while: a text without LF until now has lines that end at CR.</summary>
    public void Settle() => _isSettled = true;

    /// <summary>Starts another text, or continues at another place of this one.</summary>
    public virtual void Start(long position, long lineNumber)
    {
        (Position, LineStart, LineNumber) = (position, position, lineNumber);
        (_start, _end, _scanned) = (0, 0, 0);
        _isPassing = _isEnding = _isGoingOn = _isSettled = _isAfterReturn = _endsAtReturn = false;
        _hasLineFeed = position > 0;
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">Valid until the next call of any member.</param>
    public bool TryTake(out ReadOnlySpan<char> line)
    {
        while (TryPrepare())
        {
            if (_scanned == _start && _end > _start && (_isAfterReturn || EqualityComparer<T>.Default.Equals(_held[_start], default)) && TrySkipGap())
            {
                continue;
            }

            var index = _endsAtReturn ? IndexOfEither(_held.AsSpan(_scanned, _end - _scanned)) : IndexOfLineEnd(_held.AsSpan(_scanned, _end - _scanned));
            if (index >= 0)
            {
                _hasLineFeed = true;
                var lineEnd = _scanned + index;
                var isRest = _isGoingOn && !_isPassing && WithoutReturn(_held.AsSpan(_start, lineEnd - _start)).IsEmpty;
                _isGoingOn = false;
                _isAfterReturn = _endsAtReturn && IndexOfLineEnd(_held.AsSpan(lineEnd, UnitSize)) < 0;
                if (isRest)
                {
                    // The end of a line that was returned unfinished.
                    Skip(lineEnd + UnitSize - _start);
                    continue;
                }

                line = Take(lineEnd, lineEnd + UnitSize);
                return true;
            }

            if (!_hasLineFeed && !_isPassing && EndsAtReturns())
            {
                (_endsAtReturn, _hasLineFeed, _scanned) = (true, true, _start);
                continue;
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

    /// <summary>Leaves the buffer to a read that still writes to it.</summary>
    public void Abandon() => (_held, _start, _end, _scanned) = ([], 0, 0, 0);

    public virtual void Dispose()
    {
        Return(ref _held);
        Return(ref _head);
    }

    /// <summary>Whether lines can be told apart yet; the encoding may still be unknown.</summary>
    protected virtual bool TryPrepare() => true;

    /// <summary>Finds a line end in items that begin with a whole unit of the encoding.</summary>
    protected abstract int IndexOfLineEnd(ReadOnlySpan<T> items);

    /// <summary>Finds a CR in items that begin with a whole unit of the encoding.</summary>
    protected abstract int IndexOfReturn(ReadOnlySpan<T> items);

    /// <summary>Number of NULs at the beginning of items, in whole units of the encoding.</summary>
    protected abstract int GapLength(ReadOnlySpan<T> items);

    /// <summary>Removes a CR at the end.</summary>
    protected abstract ReadOnlySpan<T> WithoutReturn(ReadOnlySpan<T> line);

    /// <summary>The text of a line, cut at the limit. Valid until the next call.</summary>
    protected abstract ReadOnlySpan<char> Decode(ReadOnlySpan<T> line, out bool isShortened);

    /// <summary>Decides how lines end by the beginning of a text that is continued.</summary>
    protected void DecideLineEnd(ReadOnlySpan<T> sample) =>
        _endsAtReturn = IndexOfLineEnd(sample) < 0 && IndexOfReturn(sample) >= 0;

    /// <summary>Removes NULs that belong to no line.</summary>
    protected void SkipGap(int count)
    {
        Skip(count);
        GapSize += count;
    }

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

    // Removes the LF of a CRLF whose CR ended a line, and NULs before a line; false if there are none.
    private bool TrySkipGap()
    {
        if (_end - _start < UnitSize)
        {
            return false;
        }

        var isFeed = _isAfterReturn && IndexOfLineEnd(_held.AsSpan(_start, UnitSize)) == 0;
        _isAfterReturn = false;
        if (isFeed)
        {
            Skip(UnitSize);
            return true;
        }

        var gap = _isPassing ? 0 : GapLength(Held);
        SkipGap(gap);
        return gap > 0;
    }

    // Files that were put together have a byte order mark in the middle.
    private static ReadOnlySpan<char> WithoutMark(ReadOnlySpan<char> line) => line is ['\uFEFF', .. var text] ? text : line;

    private int IndexOfEither(ReadOnlySpan<T> items)
    {
        var feed = IndexOfLineEnd(items);
        var carriage = IndexOfReturn(feed < 0 ? items : items[..feed]);
        return carriage < 0 ? feed : carriage;
    }

    // A CR that something other than LF follows, in text that is long enough or has waited long enough for an LF.
    private bool EndsAtReturns()
    {
        if (!_isSettled && !_isEnding && _end - _start < DecisionSize)
        {
            return false;
        }

        var index = IndexOfReturn(Held[..(_end - _start - ((_end - _start) % UnitSize))]);
        return index >= 0 && index + UnitSize < _end - _start;
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
            text = WithoutMark(Decode(line.Length > HeldLimit ? line[..HeldLimit] : WithoutReturn(line), out var isShortened));
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
            var text = WithoutMark(Decode(_held.AsSpan(_start, HeldLimit), out _));
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
