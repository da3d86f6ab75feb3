using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Parsing;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Converts the lines of a text log to events for the queue. Joins lines, reads message, time, level and sessions by the format, and
/// finds the log key by the message's template. Serves one source on one thread.
/// </summary>
/// <remarks>No event of a text is ever dropped: a full queue delays the reading.</remarks>
internal sealed class TextIntake
{
    private readonly LineSource _source;
    private readonly TextLogOptions _options;
    private readonly FormatReport _report;
    private readonly DiagnosticLog? _diagnostics;
    private readonly PositionStore? _positions;
    private readonly TextLogPlace? _place;
    private readonly object _gate;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly bool _leavesTexts;
    private readonly PropertyKeys? _properties;
    private readonly MinedKeys _keys;
    private readonly TextLineRenderer _renderer;
    private readonly EventQueue _queue;
    private readonly TimeProvider _time;
    private readonly CaptureRules? _capture;

    // These go by the format, which the first lines may decide.
    private LineFormat _format = LineFormat.Plain;
    private EventJoiner _joiner;
    private SessionReader _sessions;
    private SearchReport _searches;
    private TextLineFilter? _filter;
    private bool _hashesSessions;

    // The first lines; null once they have been taken.
    private TextSample? _sample = new();
    private readonly bool _isAutomatic;
    private readonly LineParts _probe = new();
    private long _parsedCount;
    private long _unfitCount;
    private long _joinedCount;

    // An event is queued when the next one begins. A restart before that must read the event again.
    private LinePosition _done;
    private long _eventCount;
    private long _lastTimestamp;
    private bool _isStopped;

    /// <param name="source">The lines. The caller disposes of it.</param>
    /// <param name="format">The format of the lines; null if the first of them decide.</param>
    /// <param name="options">The checked options.</param>
    /// <param name="positions">Saves the position; null if it is not saved.</param>
    /// <param name="vocabulary">Keys of templates that lines carry.</param>
    /// <param name="leavesTexts">Whether the reader assigns the keys of templates without placeholders.</param>
    /// <param name="keys">Keys of mined templates.</param>
    /// <param name="queue">Receives the events.</param>
    /// <param name="time">The time of events without a timestamp.</param>
    /// <param name="capture">Decides which values are captured; null for all.</param>
    /// <param name="properties">Assigns keys by the values of properties; null if none is part of a key.</param>
    /// <param name="diagnostics">Receives messages about lines that take too long; null for none.</param>
    /// <param name="place">Where the open sessions are saved; null if they are not.</param>
    /// <exception cref="ArgumentException">The format has no field of the session selector's name.</exception>
    public TextIntake(
        LineSource source, LineFormat? format, TextLogOptions options, PositionStore? positions,
        LogKeyVocabulary vocabulary, bool leavesTexts, MinedKeys keys, EventQueue queue, TimeProvider time, CaptureRules? capture = null,
        PropertyKeys? properties = null, DiagnosticLog? diagnostics = null, TextLogPlace? place = null)
    {
        _source = source;
        _options = options;
        _diagnostics = diagnostics;
        _report = new FormatReport(options.Path.Length > 0 ? options.Path : "the text", diagnostics);
        _isAutomatic = format is null;
        _positions = positions;
        _vocabulary = vocabulary;
        _leavesTexts = leavesTexts;
        _properties = properties;
        _keys = keys;
        _place = place;
        _gate = place?.Gate ?? new object();
        _renderer = new TextLineRenderer(keys) { TextLog = place?.Number ?? 0 };
        _queue = queue;
        _time = time;
        _capture = capture;
        Use(format ?? LineFormat.Plain);
    }

    /// <summary>Whether lines keep the short texts among their properties; see <see cref="ValueOptions.TextSets"/>.</summary>
    public bool ReadsTexts { get; init; }

    // Reads the next lines by a format.
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_joiner), nameof(_sessions), nameof(_searches))]
    private void Use(LineFormat format)
    {
        var (last, selector) = (_joiner, SelectorFor(format));
        _format = format;
        _joiner = new EventJoiner(format, _options.MultiLineRule, _time);
        _sessions = new SessionReader(selector, format);
        _searches = new SearchReport(_sessions, _keys, _diagnostics) { CountBefore = _searches?.Count ?? 0 };
        _hashesSessions = _capture is not null && (_capture.HashesSessions || (selector?.FieldName is { } field && _capture.IsProtected(field)));
        _filter = _capture is null ? null : new TextLineFilter(_capture, _keys, _vocabulary, _hashesSessions);
        if (last is { Reference.IsSeen: true })
        {
            _joiner.Reference.See(last.Reference.Ticks);
        }
    }

    /// <summary>Reads to the end of the text, or until cancellation.</summary>
    /// <returns>The summary, also of a reading that was cancelled. The position is saved.</returns>
    public async Task<TextLogSummary> RunAsync(CancellationToken cancellation)
    {
        var isCanceled = false;
        try
        {
            Begin();
            var wait = LineWait.More;
            while (wait != LineWait.Ended && !_isStopped)
            {
                TakeLines(cancellation);
                wait = await _source.WaitForMoreAsync(cancellation).ConfigureAwait(false);
                Resume();
                if (wait != LineWait.More)
                {
                    TakeLines(cancellation);
                    CloseSample(isEnd: wait == LineWait.Ended, cancellation);
                    TakeLast(cancellation);
                    _report.JudgeRest(_format, isEnd: wait == LineWait.Ended);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            isCanceled = true;
        }
        finally
        {
            // The open sessions are saved with their own position; see SessionSaver.
            if (_place is null)
            {
                SavePosition();
            }
        }

        return new TextLogSummary
        {
            Lines = _source.LineCount - (_sample?.PendingCount ?? 0),
            Parsed = _parsedCount + _joiner.EventCount - _joiner.UnfitCount,
            Events = _eventCount,
            Unparsed = _unfitCount + _joiner.UnfitCount,
            Joined = _joinedCount + _joiner.JoinedLineCount,
            Format = _source.LineCount > 0 ? _format.Name : null,
            Shortened = _source.ShortenedCount,
            InvalidCharacters = _source.InvalidCharacterCount,
            TimedOut = _searches.Count,
            Lost = _source.LostLineCount,
            Losses = _source.LossCount,
            EndedEarly = _isStopped ? "the detector was disposed of" : _source.Fault,
            Canceled = isCanceled,
            Position = _source.GetPosition(_done),
        };
    }

    private void TakeLines(CancellationToken cancellation)
    {
        while (!_isStopped && _source.TryReadLine(out var line))
        {
            if (_sample is null)
            {
                TakeLine(line, _source.LineStart, cancellation);
                continue;
            }

            _sample.Add(line, _source.LineStart);
            if (_sample.IsFull)
            {
                CloseSample(isEnd: false, cancellation);
            }
        }

        // Lines with a set format wait for no more lines. The ones that are there show the order of their dates.
        if (!_isAutomatic && _sample is { PendingCount: > 0 })
        {
            CloseSample(isEnd: false, cancellation);
        }
    }

    // Takes the lines of the sample by the set format, or by the one that fits them best. Without one, further lines may still show it.
    private void CloseSample(bool isEnd, CancellationToken cancellation)
    {
        if (_sample is not { } sample || sample.PendingCount == 0)
        {
            return;
        }

        var isOver = isEnd || sample.IsFull || !_isAutomatic;
        if (_isAutomatic)
        {
            var match = sample.FindBest(_options.SessionSelector?.FieldName);
            if (match.IsConvincing || isOver)
            {
                isOver = true;
                _report.TellChoice(match, _options.SessionField);
                SwitchTo(match.IsConvincing ? match.Format : LineFormat.Plain, cancellation);
            }
        }

        _sample = isOver ? null : sample;
        sample.LearnDates(_format, _joiner.Reference, _time);
        foreach (var (line, start) in sample.TakePending())
        {
            TakeLine(line, start, cancellation);
        }
    }

    private void SwitchTo(LineFormat format, CancellationToken cancellation)
    {
        if (_joiner.Flush(out var last))
        {
            TakeUpTo(_done, last, cancellation);
        }

        _parsedCount += _joiner.EventCount - _joiner.UnfitCount;
        _unfitCount += _joiner.UnfitCount;
        _joinedCount += _joiner.JoinedLineCount;
        Use(format);
        _report.Restart();
    }

    // The lines that no ready format fits have no fields, so all of them form one session.
    private SessionSelector? SelectorFor(LineFormat format)
    {
        var selector = _options.SessionSelector ?? format.Session;
        return _isAutomatic && selector?.FieldName is not null && !format.HasHeader ? null : selector;
    }

    private void TakeLine(ReadOnlySpan<char> line, LinePosition start, CancellationToken cancellation)
    {
        var isFirst = true;
        while (_format.HoldsObject && EndOfFirstObject(line, isFirst) is > 0 and var end)
        {
            TakePart(line[..end], start, isFirst, cancellation);
            line = line[end..].TrimStart(" \t,");
            isFirst = false;
        }

        TakePart(line, start, isFirst, cancellation);
    }

    // Several objects on one line are events of their own if each of them fits. Otherwise the line is one event, as it is.
    private int EndOfFirstObject(ReadOnlySpan<char> line, bool isFirst)
    {
        var end = JsonObjects.EndOfFirst(line);
        for (var rest = line; isFirst && end > 0 && rest.Length > 0;)
        {
            var length = JsonObjects.EndOfFirst(rest) is > 0 and var part ? part : rest.Length;
            if (!_format.TrySplit(rest[..length], _probe))
            {
                return -1;
            }

            rest = rest[length..].TrimStart(" \t,");
        }

        return end;
    }

    private void TakePart(ReadOnlySpan<char> line, LinePosition start, bool isFirst, CancellationToken cancellation)
    {
        var isComplete = _joiner.Add(line, out var completed, isCounted: isFirst);
        _report.See(line, _joiner, _format);
        if (_joiner.Reference.Dates.News is not null)
        {
            _report.TellDates(_joiner.Reference.Dates);
        }

        if (isComplete)
        {
            TakeUpTo(start, completed, cancellation);
            if (_positions is { IsDue: true } && _place is null)
            {
                SavePosition();
            }
        }
    }

    private void TakeLast(CancellationToken cancellation)
    {
        if (!_isStopped)
        {
            TakeUpTo(_source.Next, _joiner.Flush(out var last) ? last : null, cancellation);
        }
    }

    // Reading begins: a save of the open sessions from here on has a position, and a removed position file is one.
    private void Begin()
    {
        _done = _source.Next;
        if (_place is not null)
        {
            Resume();
            lock (_gate)
            {
                _place.MoveTo(_done, _source);
            }

            SavePosition();
        }
    }

    // A file that is followed may come later, so that only now is known whether it is the one of the position.
    private void Resume()
    {
        if (_place is { IsResumed: false, Saved: { } saved } && _source.IsResumed)
        {
            _place.IsResumed = true;
            if (saved.LastTimestamp > 0)
            {
                _lastTimestamp = saved.LastTimestamp;
                _joiner.Reference.See(saved.LastTimestamp);
            }
        }
    }

    // An event and the position behind it belong together: see TextLogPlace. An event that the closed queue refuses is read again.
    private void TakeUpTo(LinePosition end, MultiLineEvent? read, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (read is not null)
            {
                Take(read, cancellation);
            }

            if (_isStopped)
            {
                return;
            }

            _done = end;
            if (_place is not null)
            {
                _place.LastTimestamp = _lastTimestamp;
                _place.MoveTo(end, _source);
            }
        }
    }

    private void Take(MultiLineEvent read, CancellationToken cancellation)
    {
        var parts = read.Parts;
        var template = 0;
        var key = parts.Template is { } written ? KeyOf(written, read) : _keys.KeyOf(read.Content, out template);
        _lastTimestamp = parts.HasTimestamp ? parts.TimestampTicks : _lastTimestamp != 0 ? _lastTimestamp : _time.GetUtcNow().UtcTicks;
        var line = MakeLine(read, template);
        var count = _sessions.Read(read.Head, parts);
        _searches.Check();
        if (_filter is not null)
        {
            var ids = new string[count];
            for (var i = 0; i < count; i++)
            {
                ids[i] = parts.Slice(read.Head, _sessions[i]).ToString();
            }

            line = _filter.Filter(line, key, ids);
        }

        for (var i = 0; i < Math.Max(1, count); i++)
        {
            var session = i < count ? SessionId.From(parts.Slice(read.Head, _sessions[i]).ToString()) : SessionId.Stream;
            session = _hashesSessions ? _capture!.Hashed(session) : session;
            var record = new LogRecord(key, parts.Severity, 0, session, _lastTimestamp, line, _renderer);
            _isStopped = !_queue.AddWaiting(record, cancellation);
            _eventCount += _isStopped ? 0 : 1;
        }
    }

    private int KeyOf(string template, MultiLineEvent read)
    {
        var key = _vocabulary.GetOrAdd(template, _leavesTexts);
        if (_properties is null || TemplateHoles.IsOnlyHole(template) || _properties.NamesIn(template) is not { Length: > 0 } names)
        {
            return key;
        }

        // The reader does not see all values.
        key = key == LogKey.Mined ? _vocabulary.GetOrAdd(template) : key;

        var values = new object?[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = read.Parts.TryGetProperty(names[i], out var property) ? read.Parts.Slice(read.Head, property.Value).ToString() : null;
        }

        return _properties.KeyOf(key, template, values);
    }

    private TextLine MakeLine(MultiLineEvent read, int template)
    {
        var parts = read.Parts;
        var traceId = parts.TraceId.Exists ? parts.Slice(read.Head, parts.TraceId).ToString() : null;
        if (parts.UsesOwnText)
        {
            // A person reads the message of a JSON line, not its raw text.
            var shown = parts.Shown.Exists ? parts.Shown : parts.Content;
            var first = parts.Content.Start - shown.Start;
            return new TextLine(ShownText(read, shown), new Range(first, first + parts.Content.Length))
            {
                Template = template,
                Written = parts.Template,
                TraceId = traceId,
                Numbers = NumbersOf(parts),
                Texts = ReadsTexts ? TextsOf(read) : [],
            };
        }

        var start = parts.Label.Exists ? Math.Min(parts.Label.End + 1, parts.Content.Start) : 0;
        return new TextLine(read.Text[start..].ToString(), new Range(parts.Content.Start - start, parts.Content.End - start))
        {
            Template = template,
            Written = parts.Template,
            TraceId = traceId,
        };
    }

    // The exception of a JSON line belongs to it as a stack trace does, and so do the lines that follow it.
    private static string ShownText(MultiLineEvent read, LineRange shown)
    {
        var parts = read.Parts;
        var text = parts.Slice(read.Head, shown);
        var following = parts.Slice(read.Head, parts.Following);
        var lines = read.Text[read.HeadLength..];
        return following.IsEmpty ? string.Concat(text, lines)
            : following.StartsWith(text) ? string.Concat(following, lines)
            : string.Concat(text, "\n", following, lines);
    }

    // Only the placeholders of the template are values of the event. Enrichers add the others, such as the id of a thread.
    private static List<(string Name, double Value)> NumbersOf(LineParts parts)
    {
        var numbers = new List<(string Name, double Value)>();
        if (parts.PropertyCount == 0 || parts.Template is not { } template)
        {
            return numbers;
        }

        for (var from = 0; TemplateHoles.TryNext(template, ref from, out _, out var name);)
        {
            if (parts.TryGetProperty(template.AsSpan(name), out var property) && property.IsNumber && !numbers.Contains((property.Name, property.Number)))
            {
                numbers.Add((property.Name, property.Number));
            }
        }

        return numbers;
    }

    private static List<(string Name, string Text)> TextsOf(MultiLineEvent read)
    {
        var texts = new List<(string Name, string Text)>();
        var parts = read.Parts;
        if (parts.PropertyCount == 0 || parts.Template is not { } template || TemplateHoles.IsOnlyHole(template))
        {
            return texts;
        }

        for (var from = 0; TemplateHoles.TryNext(template, ref from, out _, out var name);)
        {
            if (parts.TryGetProperty(template.AsSpan(name), out var property) && !property.IsNumber
                && parts.Slice(read.Head, property.Value) is { Length: > 0 and <= TextMark.LengthLimit } text && !texts.Exists(other => other.Name == property.Name))
            {
                texts.Add((property.Name, text.ToString()));
            }
        }

        return texts;
    }

    private void SavePosition() => _positions?.Save(_source.GetPosition(_done));
}
