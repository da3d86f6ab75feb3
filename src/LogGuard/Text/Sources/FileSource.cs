namespace LogGuard.Parsing;

/// <summary>
/// The lines of a file, to its end or followed: through rotation (the renamed file is read to its end before the new one),
/// truncation (read again from the beginning) and absence (waited for).
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
    private TextPosition? _position;
    private LogFile? _current;
    private LogFile? _next;
    private int _fileNumber;
    private int _lastLooks;
    private bool _isEarlierFile;
    private bool _isIdle;
    private bool _isQuiet = true;
    private bool _isAbsenceTold;
    private bool _startsAtEnd;
    private bool _isAtEnd;
    private bool _isResumed;
    private string? _lastFault;
    private long _lastNews;

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

    public override bool IsResumed => _isResumed;

    protected override int FileNumber => _fileNumber;

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

        if (outcome is null && !_isQuiet && _timeProvider.GetElapsedTime(_lastNews) >= _options.QuietTime)
        {
            _isQuiet = true;
            _splitter.End(isLast: false);
            outcome = LineWait.Quiet;
        }

        return outcome;
    }

    public override TextPosition? GetPosition(LinePosition mark)
    {
        if (_current is not { IsSeekable: true } file)
        {
            return _position;
        }

        var isHere = mark.File == _fileNumber;
        return new TextPosition
        {
            Offset = isHere ? mark.Offset : 0,
            LineNumber = isHere ? mark.LineNumber : 0,
            HeadLength = file.Head.Length,
            HeadHash = file.Head.Hash,
        };
    }

    public override void Dispose()
    {
        _current?.Dispose();
        _next?.Dispose();
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

    private LineWait? Look()
    {
        if (_current is null)
        {
            Open();
        }

        // Skipped while data arrives: bytes read a moment ago are still there.
        if (_isIdle && _current!.IsReplaced)
        {
            return Restart();
        }

        var count = _current!.Read(_splitter.GetSpace().Span);
        if (count > 0)
        {
            _splitter.Commit(count);
            _isIdle = _isQuiet = false;
            _lastFault = null;
            _lastNews = _timeProvider.GetTimestamp();
            return LineWait.More;
        }

        var wasIdle = _isIdle;
        _isIdle = true;
        return Advance(wasIdle);
    }

    // At the end of the current file: continues with the file that has its name now, if that is another one.
    private LineWait? Advance(bool wasIdle)
    {
        if (_current!.IsWaiting)
        {
            return null;
        }

        if (!_current.IsSeekable || (!_options.Follow && !_isEarlierFile))
        {
            return End();
        }

        if (_next is null)
        {
            var file = OpenNext();
            if (file is null || file.Length == 0 || _current.IsSameAs(file))
            {
                // While the new file is empty, the writer may still have the old one open.
                file?.Dispose();
                return _options.Follow ? null : End();
            }

            _next = file;
            _lastLooks = 0;
            wasIdle = false;
        }

        if (!_isEarlierFile && !wasIdle && ++_lastLooks < LastLookLimit)
        {
            return null;
        }

        if (EndLine())
        {
            return LineWait.More;
        }

        if (!_isEarlierFile)
        {
            _report($"{_options.Path} is another file now; the previous one was read to its end.");
        }

        _current.Dispose();
        Enter(_next);
        _next = null;
        return Look();
    }

    private LineWait? Restart()
    {
        if (EndLine())
        {
            return LineWait.More;
        }

        _warn($"{_options.Path} was truncated or overwritten; reading it from the beginning.");
        _current!.Rewind();
        Enter(_current);
        return Look();
    }

    private void Enter(LogFile file)
    {
        _current = file;
        _splitter.Start(0, 0);
        _fileNumber++;
        _isEarlierFile = _isIdle = _isAbsenceTold = false;
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
        else
        {
            _position = GetPosition(Next);
            _current?.Dispose();
            _current = null;
        }

        return null;
    }

    private void Open()
    {
        var file = LogFile.Open(_options.Path);
        try
        {
            if (_position is null)
            {
                if (_startsAtEnd)
                {
                    file.SkipToEnd(_splitter);
                }
                else
                {
                    _splitter.Start(0, 0);
                }
            }
            else if (file.TryResume(_position, _splitter))
            {
                _isResumed = true;
            }
            else
            {
                file = OpenEarlier(file, _position);
                _isResumed |= _isEarlierFile;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _current = file;
        _position = null;
        _startsAtEnd = _isIdle = false;
    }

    // The file of the position, if it was renamed and can be found; otherwise the file at the path.
    private LogFile OpenEarlier(LogFile file, TextPosition position)
    {
        if (RotatedFileFinder.TryOpen(_options.Path, position, _splitter) is { } earlier)
        {
            file.Dispose();
            _isEarlierFile = true;
            _report($"{_options.Path} is another file now; continuing with the renamed one.");
            return earlier;
        }

        _splitter.Start(0, 0);
        _warn($"{_options.Path} is not the file of the saved position; reading it from the beginning.");
        return file;
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

    private static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException or InvalidDataException;
}
