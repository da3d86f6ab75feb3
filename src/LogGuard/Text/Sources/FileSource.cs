using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>
/// The lines of a file, to its end or followed: through rotation (each rotated file is read to its end before the next one),
/// truncation (what a copy holds and was not read is read there, then the file from the beginning) and absence (waited for).
/// </summary>
internal sealed class FileSource : SplitterSource<byte>
{
    /// <summary>
    /// Number of looks at the end of a rotated file without anything new before the source continues with the next file.
    /// Several writers may turn to the new file at different times, but one that never does must not hold back the others.
    /// </summary>
    private const int LastLookLimit = 10;

    // A pipe holds 64 kB: six megabytes a second.
    private static readonly TimeSpan PipeInterval = TimeSpan.FromMilliseconds(10);

    private readonly TextLogOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly Action<string> _report;
    private readonly Action<string> _warn;
    private readonly ByteLineSplitter _splitter;
    private readonly RotatedFiles _rotated;
    private readonly FinishedFiles _finished = new();
    private readonly FileResumption _resumption;
    private readonly LateWriters _late;
    private TextPosition? _position;
    private LogFile? _current;
    private FileIdentity? _empty;
    private DateTimeOffset? _emptySince;
    private DateTimeOffset? _emptyChecked;
    private int _fileNumber;
    private int _lastLooks;
    private bool _isLeaving;
    private bool _isEarlierFile;
    private bool _isIdle;
    private bool _isQuiet = true;
    private bool _isLineLetGo = true;
    private bool _isAbsenceTold;
    private bool _isGapTold;
    private bool _isOrderTold;
    private bool _startsAtEnd;
    private bool _isAtEnd;
    private bool _isResumed;
    private string? _lastFault;
    private long _lastNews;
    private long _lossCount;

    /// <param name="options">The checked options.</param>
    /// <param name="position">The position where an earlier run stopped; null without one.</param>
    /// <param name="timeProvider">Times the looks at a followed file.</param>
    /// <param name="report">Receives one line for each thing that happens to the file.</param>
    /// <param name="warn">Receives one line for each problem; null for the receiver of the others.</param>
    /// <exception cref="IOException">The file does not exist or cannot be opened, and it is not followed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied, or the path is a folder, and it is not followed.</exception>
    public FileSource(TextLogOptions options, TextPosition? position, TimeProvider timeProvider, Action<string> report, Action<string>? warn = null)
        : this(options, position, timeProvider, report, warn ?? report, new ByteLineSplitter(LineEncoding.TryFor(options.Encoding)!, options.LineLengthLimit))
    {
    }

    private FileSource(
        TextLogOptions options, TextPosition? position, TimeProvider timeProvider, Action<string> report, Action<string> warn, ByteLineSplitter splitter)
        : base(splitter)
    {
        (_options, _position, _timeProvider, _report, _warn, _splitter) = (options, position, timeProvider, report, warn, splitter);
        _rotated = new RotatedFiles(options.Path);
        _resumption = new FileResumption(options.Path, _rotated, _finished, report, warn);
        _late = new LateWriters(options.Path, warn);
        _startsAtEnd = options.StartAt == TextLogStart.End;
        try
        {
            Open();
        }
        catch (Exception exception) when (options.Follow && IsTrouble(exception))
        {
            Tell(exception);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override long InvalidCharacterCount => _splitter.InvalidCount;

    public override long LostLineCount => _late.LineCount;

    public override long LossCount => _late.FileCount + _lossCount + _rotated.AssumedCount;

    public override bool IsResumed => _isResumed;

    protected override int FileNumber => _fileNumber;

    // Whether nothing of the current file was read by which it is recognized.
    private bool IsUnread => _splitter.LineNumber == 0 && _current!.Offset < RotatedFiles.EvidenceLimit;

    public override ValueTask<LineWait> WaitForMoreAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Poll() is { } outcome ? new(outcome) : WaitAsync(cancellationToken);
    }

    /// <summary>Reads once what is there.</summary>
    /// <returns>Null if there is nothing new.</returns>
    internal LineWait? Poll()
    {
        LineWait? outcome = null;
        try
        {
            outcome = _isAtEnd ? LineWait.Ended : Look();
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            outcome = Fail(exception);
        }

        TellOrder();
        return outcome ?? TakeQuiet();
    }

    public override TextPosition? GetPosition(LinePosition mark) => PlaceOf(mark) is { } place ? place with { RotationOrder = _rotated.Order } : null;

    private TextPosition? PlaceOf(LinePosition mark)
    {
        // The beginning of a file is the end of the one before, whose content recognizes it.
        var isHere = mark.File == _fileNumber && (mark.LineNumber > 0 || !_finished.Any);
        return !isHere && _finished.PositionAt(mark) is { } position ? position
            : _current is not { IsSeekable: true } file ? _position
            : !isHere || (IsUnread && !_isEarlierFile) ? file.UnreadPosition(_emptySince)
            : file.PositionAt(mark.Offset, mark.LineNumber);
    }

    public override void Dispose()
    {
        _current?.Dispose();
        _late.Dispose();
        base.Dispose();
    }

    private async ValueTask<LineWait> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // A pipe holds little, so that its writer waits for each look.
            var interval = _current is { IsSeekable: false } && PipeInterval < _options.PollInterval ? PipeInterval : _options.PollInterval;
            await Task.Delay(interval, _timeProvider, cancellationToken).ConfigureAwait(false);
            if (Poll() is { } outcome)
            {
                return outcome;
            }
        }
    }

    // Nothing new for the quiet time: the event is whole. The last line may still be finished by its writer, which waits longer.
    private LineWait? TakeQuiet()
    {
        var silence = _timeProvider.GetElapsedTime(_lastNews);
        if (!_isQuiet && silence >= _options.QuietTime)
        {
            _isQuiet = true;
            _splitter.Settle();
            return LineWait.Quiet;
        }

        if (!_isLineLetGo && _isQuiet && silence >= _options.UnfinishedLineTime)
        {
            _isLineLetGo = true;
            if (_splitter.HasUnfinishedLine)
            {
                _splitter.End(isLast: false);
                return LineWait.Quiet;
            }
        }

        return null;
    }

    private LineWait? Look()
    {
        if (_current is null)
        {
            Open();
        }

        if (_emptySince is { } since && !_isEarlierFile && IsUnread && _current!.Written is var written && written != _emptyChecked)
        {
            // Its former content may be in a copy.
            _emptyChecked = written;
            if (_rotated.CopySince(since, _current, _finished.Contain, _finished.LastRead) is { } copy)
            {
                Finish();
                Enter(copy, isEarlier: true);
                return Look();
            }
        }

        var count = _current!.Read(_splitter.GetSpace());
        if (count == LogFile.Replaced)
        {
            return Restart();
        }

        if (count > 0)
        {
            _splitter.Commit(count);
            _isIdle = _isQuiet = _isLineLetGo = false;
            _lastFault = null;
            _lastNews = _timeProvider.GetTimestamp();
            TellGap();
            if (_current.IsSeekable && IsUnread)
            {
                // A byte order mark is as good as nothing.
                _emptyChecked = _emptySince ??= _current.WrittenBeforeRead;
            }

            return LineWait.More;
        }

        if (_current.IsReplaced)
        {
            return Restart();
        }

        if (_current.IsSeekable && IsUnread)
        {
            _emptyChecked = _emptySince ??= _current.Written;
        }

        var wasIdle = _isIdle;
        _isIdle = true;
        return Advance(wasIdle);
    }

    // At the end of the current file: continues with the one that was written after it.
    private LineWait? Advance(bool wasIdle)
    {
        if (_current!.IsWaiting)
        {
            return null;
        }

        if (!_current.IsSeekable || (!_options.Follow && !_isEarlierFile))
        {
            // Another process may open the pipe.
            return _options.Follow ? null : End();
        }

        _late.Look();
        if (FindNext(out var isEarlier) is not { } next)
        {
            return _options.Follow ? null : End();
        }

        if (!_isLeaving)
        {
            (_isLeaving, _lastLooks, wasIdle) = (true, 0, false);
        }

        if (!_isEarlierFile && !wasIdle && ++_lastLooks < LastLookLimit)
        {
            next.Dispose();
            return null;
        }

        if (EndLine())
        {
            next.Dispose();
            return LineWait.More;
        }

        if (!_isEarlierFile)
        {
            _report($"{_options.Path} is another file now; the previous one was read to its end.");
        }

        Finish();
        Enter(next, isEarlier);
        return Look();
    }

    // The next file; null if the current one is still at the path, or the new one is empty.
    private LogFile? FindNext(out bool isEarlier)
    {
        isEarlier = false;
        var identity = FileIdentity.Of(_options.Path);
        if ((identity is not null && identity == _current!.Identity) || OpenNext() is not { } file)
        {
            return null;
        }

        LogFile? next = null;
        try
        {
            // The other files are searched once while the new one is empty.
            if (!_current!.IsSameAs(file) && (file.Length > 0 || file.Identity != _empty || file.Identity is null))
            {
                _empty = file.Length == 0 ? file.Identity : null;
                _rotated.Follow(file);
                next = IsUnread && !_isEarlierFile && _emptySince is { } since
                    ? _rotated.NextSince(since, file, _finished.Contain, _finished.LastRead)
                    : _rotated.Next(_current.PositionAt(_current.Offset, 0), file, _finished.Contain);
                isEarlier = next is not null;

                // While the new file is empty, the writer may still have the old one open.
                next ??= file.Length > 0 ? file : null;
            }
        }
        finally
        {
            if (next != file)
            {
                file.Dispose();
            }
        }

        return next;
    }

    // The bytes before the place have changed.
    private LineWait? Restart()
    {
        var place = _current!.PositionAt(_current.Offset, _splitter.LineNumber);
        if (!_isEarlierFile && _rotated.Locate(place, _current) is { } copy)
        {
            // The line that is not finished goes on there.
            if (copy.TryMoveTo(_current.Offset))
            {
                _report($"{_options.Path} was truncated; a copy holds what was read, and is read to its end first.");
                _current.Dispose();
                _current = copy;
                (_isEarlierFile, _isIdle) = (true, false);
                return Look();
            }

            copy.Dispose();
        }

        if (!_isEarlierFile && IsUnread && _rotated.CopySince(_emptySince ?? place.LastWriteTime!.Value, _current, _finished.Contain, _finished.LastRead) is { } whole)
        {
            // Too little was read to find it in a copy, and none of it was returned.
            Finish();
            Enter(whole, isEarlier: true);
            return Look();
        }

        if (EndLine())
        {
            return LineWait.More;
        }

        RememberEnd(place with { Offset = _splitter.Position, LineNumber = _splitter.LineNumber });
        if (_isEarlierFile)
        {
            // Rotation that copies over the last copy.
            _report($"{_current.Path} was overwritten; reading it from the beginning.");
            _current.Rewind();
            Enter(_current, isEarlier: true);
            return Look();
        }

        _lossCount++;
        _warn($"{_options.Path} was truncated or overwritten, and there is no copy of it; what was written last may be lost. Reading it from the beginning.");
        if (_rotated.Next(place, _current, _finished.Contain) is { } next)
        {
            _current.Dispose();
            Enter(next, isEarlier: true);
        }
        else
        {
            _current.Rewind();
            Enter(_current, isEarlier: false);
        }

        return Look();
    }

    // The current file was read to its end.
    private void Finish()
    {
        RememberEnd(_current!.PositionAt(_splitter.Position, _splitter.LineNumber));
        _late.Watch(_current);
    }

    // A file that cannot be recognized by its content is no place to go on from, unless there is none before.
    private void RememberEnd(TextPosition end)
    {
        if (!IsUnread)
        {
            _finished.Add(_fileNumber, end);
        }
        else if (!_finished.Any)
        {
            _finished.Add(_fileNumber, _current!.UnreadPosition(_emptySince));
        }
    }

    private void Enter(LogFile file, bool isEarlier)
    {
        _current = file;
        _splitter.Start(0, 0);
        _fileNumber++;
        _isEarlierFile = isEarlier;
        _isIdle = _isAbsenceTold = _isLeaving = false;
        _emptySince = _emptyChecked = null;
        _empty = null;
    }

    // Has an unfinished last line returned; false if there is none.
    private bool EndLine()
    {
        _splitter.End(isLast: true);
        return _splitter.HasUnfinishedLine;
    }

    private LineWait End()
    {
        _isAtEnd = true;
        return EndLine() ? LineWait.More : LineWait.Ended;
    }

    private LineWait? Fail(Exception exception)
    {
        if (!_options.Follow)
        {
            Fault = $"{_options.Path}: {exception.Message}";
            return End();
        }

        Tell(exception);
        if (exception is InvalidDataException)
        {
            // This file is finished, but another one may come.
            _isIdle = true;
        }
        else if (_current is not null)
        {
            _position = GetPosition(Next);
            if (_position is not null)
            {
                _finished.Add(_fileNumber, _position);
            }

            _fileNumber++;
            _current.Dispose();
            _current = null;
        }

        return null;
    }

    private void Open()
    {
        var file = LogFile.Open(_options.Path);
        try
        {
            _rotated.Follow(file);
            if (_position is not null)
            {
                _rotated.Order = _rotated.Order == 0 ? _position.RotationOrder : _rotated.Order;
                var resumed = _resumption.Resume(file, _position, _fileNumber, _splitter);
                (file, _isEarlierFile) = (resumed.File, resumed.IsEarlier);
                _isResumed |= resumed.IsPlace;
                _lossCount += resumed.IsLoss ? 1 : 0;
                _emptySince = resumed is { IsPlace: true, IsEarlier: false } && _position.IsUnread ? _position.LastWriteTime : null;
            }
            else if (_startsAtEnd)
            {
                file.SkipToEnd(_splitter);
            }
            else
            {
                _splitter.Start(0, 0);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _current = file;
        _position = null;
        _startsAtEnd = _isIdle = _isLeaving = false;
    }

    private LogFile? OpenNext()
    {
        try
        {
            var file = LogFile.Open(_options.Path);
            _isAbsenceTold = false;
            return file;
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            if (!_isAbsenceTold)
            {
                _isAbsenceTold = true;
                _warn($"{_options.Path} can no longer be opened; waiting for it: {exception.Message}");
            }

            return null;
        }
    }

    // Reported once: every further look meets the same fault.
    private void Tell(Exception exception)
    {
        if (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The file did not exist at the start, so all of its lines are new.
            _startsAtEnd = false;
        }

        if (exception.Message != _lastFault)
        {
            _lastFault = exception.Message;
            _warn($"{_options.Path} cannot be read; waiting for it: {exception.Message}");
        }
    }

    private void TellOrder()
    {
        if (!_isOrderTold && _rotated.AssumedCount > 0)
        {
            _isOrderTold = true;
            _warn($"Neither the names nor the times of the rotated files of {_options.Path} tell which of them is the older one; lines may be lost, or read twice.");
        }
    }

    private void TellGap()
    {
        if (!_isGapTold && _splitter.GapSize > 0)
        {
            _isGapTold = true;
            _report($"{_options.Path} has NUL bytes before a line, as a writer leaves that goes on behind a truncation; they are skipped.");
        }
    }

    private static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException or InvalidDataException;
}
