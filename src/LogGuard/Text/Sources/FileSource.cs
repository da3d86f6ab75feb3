namespace LogGuard.Parsing;

/// <summary>
/// The lines of a file, up to its end, or followed: through rotation (renamed and made anew: the old one is read to its
/// end first), truncation (read from the beginning again) and absence (waited for).
/// </summary>
internal sealed class FileSource : CutterSource<byte>
{
    /// <summary>
    /// Looks at the end of a rotated file that has nothing new before the next one is gone to. Its writer may be one
    /// of several, each of which turns to the new file in its own time; one that never does must not keep the rest back.
    /// </summary>
    private const int LastLookLimit = 10;

    private readonly TextLogOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly Action<string> _report;
    private readonly ByteCutter _cutter;
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
    private string? _lastFault;
    private long _lastNews;

    /// <param name="options">Checked ones.</param>
    /// <param name="position">Where an earlier run stopped, if one did.</param>
    /// <param name="timeProvider">Times the looks at a followed file.</param>
    /// <param name="report">Told what happens to the file, one line each.</param>
    /// <exception cref="IOException">The file is not there or cannot be opened, and it is not followed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder, and it is not followed.</exception>
    public FileSource(TextLogOptions options, TextPosition? position, TimeProvider timeProvider, Action<string> report)
        : this(options, position, timeProvider, report, new ByteCutter(LineEncoding.TryFor(options.Encoding)!, options.LineLengthLimit))
    {
    }

    private FileSource(TextLogOptions options, TextPosition? position, TimeProvider timeProvider, Action<string> report, ByteCutter cutter)
        : base(cutter)
    {
        (_options, _position, _timeProvider, _report, _cutter) = (options, position, timeProvider, report, cutter);
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

    public override long InvalidCharacterCount => _cutter.InvalidCount;

    protected override int FileNumber => _fileNumber;

    public override ValueTask<LineWait> WaitForMoreAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Poll() is { } outcome ? new(outcome) : WaitAsync(cancellationToken);
    }

    /// <summary>Looks once at what is there now.</summary>
    /// <returns>Null where there is nothing new.</returns>
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
            _cutter.End(isLast: false);
            outcome = LineWait.Quiet;
        }

        return outcome;
    }

    public override TextPosition? GetPosition(LineMark mark)
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
            await Task.Delay(_options.PollInterval, _timeProvider, cancellationToken).ConfigureAwait(false);
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

        // Not while it flows: what was read a moment ago is still there.
        if (_isIdle && _current!.IsReplaced)
        {
            return Restart();
        }

        var count = _current!.Read(_cutter.GetSpace().Span);
        if (count > 0)
        {
            _cutter.Commit(count);
            _isIdle = _isQuiet = false;
            _lastFault = null;
            _lastNews = _timeProvider.GetTimestamp();
            return LineWait.More;
        }

        var wasIdle = _isIdle;
        _isIdle = true;
        return Advance(wasIdle);
    }

    // At the end of the current file: on to the one that has its name now, if that is another.
    private LineWait? Advance(bool wasIdle)
    {
        if (!_current!.IsSeekable || (!_options.Follow && !_isEarlierFile))
        {
            return End();
        }

        if (_next is null)
        {
            var file = OpenNext();
            if (file is null || file.Length == 0 || _current.IsSameAs(file))
            {
                // While the new one is empty, its writer may still have the old one open.
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
            _report($"{_options.Path} is another file now; the one before was read to its end.");
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

        _report($"{_options.Path} was cut back or overwritten; it is read from its beginning.");
        _current!.Rewind();
        Enter(_current);
        return Look();
    }

    private void Enter(LogFile file)
    {
        _current = file;
        _cutter.Start(0, 0);
        _fileNumber++;
        _isEarlierFile = _isIdle = _isAbsenceTold = false;
    }

    // Has an unfinished last line given; false where there is none.
    private bool EndLine()
    {
        _cutter.End(isLast: true);
        return _cutter.HasUnfinishedLine;
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
            // Of this file there is no more to be had, but another may come.
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
                    file.SkipToEnd(_cutter);
                }
                else
                {
                    _cutter.Start(0, 0);
                }
            }
            else if (!file.TryResume(_position, _cutter))
            {
                file = OpenEarlier(file, _position);
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

    // The file that the position is of, if it was renamed and can be found, else the one there is.
    private LogFile OpenEarlier(LogFile file, TextPosition position)
    {
        if (RenamedFile.TryOpen(_options.Path, position, _cutter) is { } earlier)
        {
            file.Dispose();
            _isEarlierFile = true;
            _report($"{_options.Path} is another file now; reading goes on in the one that it was.");
            return earlier;
        }

        _cutter.Start(0, 0);
        _report($"{_options.Path} is not the file that the saved position is of; it is read from its beginning.");
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
                _report($"{_options.Path} cannot be opened any more, and is waited for: {exception.Message}");
            }

            return null;
        }
    }

    // The same trouble comes with each look.
    private void Tell(Exception exception)
    {
        if (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // What it will have when it comes was not there at the start.
            _startsAtEnd = false;
        }

        if (exception.Message != _lastFault)
        {
            _lastFault = exception.Message;
            _report($"{_options.Path} cannot be read, and is waited for: {exception.Message}");
        }
    }

    private static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException or InvalidDataException;
}
