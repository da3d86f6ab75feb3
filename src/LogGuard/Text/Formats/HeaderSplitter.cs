using System.Buffers;

namespace LogGuard.Parsing;

/// <summary>Splits lines by one notation of a header. Allocates nothing.</summary>
internal sealed class HeaderSplitter
{
    // A level behind a field that contains the text between them is searched in so many places.
    private const int MaxLevelPlaces = 8;

    private static readonly SearchValues<char> NeverInTimes = SearchValues.Create("\"{}=<>()\\;|");

    private readonly HeaderLayout _layout;
    private readonly string _opening;
    private readonly HeaderFieldReader[] _readers;
    private readonly int _firstTime;
    private readonly int _lastTime;
    private readonly int _level;
    private readonly bool _levelMayMove;

    public HeaderSplitter(List<HeaderNotation.Token> tokens, HeaderLayout layout)
    {
        _layout = layout;
        _readers = HeaderFieldReader.Make(tokens, out _opening);
        _firstTime = PlaceOf(layout.FirstTime);
        _lastTime = PlaceOf(layout.LastTime);
        _level = PlaceOf(layout.Level);

        // A blank says nothing: any word of a message might be the level.
        _levelMayMove = _level > 0 && _level - 1 > _lastTime && _readers[_level - 1].Simple is { } text && !string.IsNullOrWhiteSpace(text);
    }

    public HeaderLayout Layout => _layout;

    /// <param name="text">The line to its end, trimmed.</param>
    /// <param name="start">The beginning of the line.</param>
    /// <param name="parts">Receives fields, time, level and content.</param>
    /// <param name="stamps">Reads timestamps with the format's offset.</param>
    public bool TrySplit(ReadOnlySpan<char> text, int start, LineParts parts, HeaderFormat stamps)
    {
        if (_opening.Length > 0 && !HeaderText.Matches(text, start, _opening, atEnd: false, out start))
        {
            return false;
        }

        var isSplit = TryReadFields(0, text, start, parts);
        if (_firstTime >= 0)
        {
            var (hasClock, hasDate) = (false, false);
            var hasTime = isSplit && TryReadTime(text, parts, stamps, out hasClock, out hasDate);
            if (hasTime && !hasDate && _layout.NeedsDate)
            {
                // The line has another header: its date is in a field before.
                return false;
            }

            // A date alone may be the first word of a time, and a time of several words has not been found by the blanks in it.
            if (!hasClock)
            {
                if (TryReadByStamp(text, start, parts, stamps))
                {
                    (isSplit, hasTime) = (true, true);
                }
                else if (isSplit)
                {
                    TryReadFields(0, text, start, parts);
                }
            }

            if (!isSplit || (!hasTime && _layout.RequireTimestamp && !IsUnreadableTime(text, start, parts)))
            {
                return false;
            }

            if (_layout.Decimals >= 0 && parts.HasTimestamp)
            {
                AddDecimals(parts.Field(_layout.Decimals).Of(text), parts);
            }
        }

        return isSplit && TryReadMeaning(text, parts);
    }

    private bool TryReadMeaning(ReadOnlySpan<char> text, LineParts parts)
    {
        var layout = _layout;
        if (layout.Level >= 0 && !HeaderFormat.TryReadLevel(parts.Field(layout.Level).Of(text), parts)
            && !(_levelMayMove && TryMoveLevel(text, parts)) && (layout.RequireLevel || (layout.FirstTime < 0 && layout.RequireTimestamp)))
        {
            return false;
        }

        if (layout.Label >= 0)
        {
            parts.Label = parts.Field(layout.Label);
        }

        if (layout.Application >= 0)
        {
            NameBrackets(text, parts);
        }

        parts.Content = parts.Field(layout.Content);
        return true;
    }

    private bool TryReadFields(int first, ReadOnlySpan<char> text, int at, LineParts parts)
    {
        for (var i = first; i < _readers.Length; i++)
        {
            if (!_readers[i].TryFind(text, at, at, parts, out at))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadTime(ReadOnlySpan<char> text, LineParts parts, HeaderFormat stamps, out bool hasClock, out bool hasDate)
    {
        var (first, last) = (parts.Field(_layout.FirstTime), parts.Field(_layout.LastTime));
        (hasClock, hasDate) = (false, false);
        return first.Exists && last.Exists && stamps.TryReadTime(text[first.Start..last.End], parts, _layout.NeedsDate, out hasClock, out hasDate);
    }

    // Splits by the timestamp instead: the last of its fields ends behind it, and fields that it leaves nothing for are skipped.
    private bool TryReadByStamp(ReadOnlySpan<char> text, int start, LineParts parts, HeaderFormat stamps)
    {
        var at = start;
        for (var i = 0; i < _firstTime; i++)
        {
            if (!_readers[i].TryFind(text, at, at, parts, out at))
            {
                return false;
            }
        }

        if (!stamps.TryReadPrefix(text[at..], parts, out var prefix) || !prefix.HasClock || (!prefix.HasDate && _layout.NeedsDate))
        {
            return false;
        }

        var stampEnd = at + prefix.Length;
        var fieldEnd = at;
        for (var i = _firstTime; i <= _lastTime; i++)
        {
            var reader = _readers[i];
            if (i > _firstTime && fieldEnd >= stampEnd)
            {
                parts.SetField(reader.Field, LineRange.None);
                if (!prefix.HasDate || reader.Simple is null || !HeaderText.Matches(text, fieldEnd, reader.Simple, reader.IsBeforeRest, out at))
                {
                    return false;
                }

                continue;
            }

            if (!reader.TryFind(text, at, i == _lastTime ? Math.Max(at, stampEnd) : at, parts, out at))
            {
                return false;
            }

            fieldEnd = parts.Field(reader.Field).End;
        }

        // A word behind the time may change its meaning, as the name of a zone does.
        if (parts.Field(_layout.LastTime).End > stampEnd || !TryReadFields(_lastTime + 1, text, at, parts))
        {
            return false;
        }

        if (prefix.IsRead)
        {
            parts.SetTimestamp(prefix.UtcTicks);
        }

        return true;
    }

    // A line with a time that nothing here can read, such as one in another calendar, is still a line of the log: the level or the
    // place of a clock shows it. A line of a stack trace has neither.
    private bool IsUnreadableTime(ReadOnlySpan<char> text, int start, LineParts parts)
    {
        var (first, last) = (parts.Field(_layout.FirstTime), parts.Field(_layout.LastTime));
        if (!first.Exists || !last.Exists || MultiLineRule.LooksContinued(text))
        {
            return false;
        }

        var time = text[first.Start..last.End];
        if (!time.ContainsAnyInRange('0', '9') || time.ContainsAny(NeverInTimes))
        {
            return false;
        }

        var level = parts.Field(_layout.Level);
        return level.Exists ? level.Length >= 3 && LevelText.TryRead(level.Of(text), out _) : first.Start == start && HeaderText.ContainsClock(time);
    }

    // The field before the level may contain the text between them: "- app - my-module - INFO -".
    private bool TryMoveLevel(ReadOnlySpan<char> text, LineParts parts)
    {
        var before = _readers[_level - 1];
        var start = parts.Field(before.Field).Start;
        var from = parts.Field(before.Field).End + 1;
        for (var i = 0; i < MaxLevelPlaces && from < text.Length; i++)
        {
            var end = HeaderText.Find(text, from, before.Simple!, atEnd: false, out var at);
            if (end < 0)
            {
                break;
            }

            if (_readers[_level].TryFind(text, at, at, parts, out var next) && parts.Field(_layout.Level) is { Length: >= 3 } level
                && HeaderFormat.TryReadLevel(level.Of(text), parts) && TryReadFields(_level + 1, text, next, parts))
            {
                parts.SetField(before.Field, LineRange.Between(start, end));
                return true;
            }

            from = end + 1;
        }

        // No level anywhere: the first place counts, as in a line with a level.
        TryReadFields(_level - 1, text, start, parts);
        return false;
    }

    private void NameBrackets(ReadOnlySpan<char> text, LineParts parts)
    {
        var (application, thread, trace) = (_layout.Application, _layout.Application + 1, _layout.Application + 2);
        if (!parts.Field(thread).Exists)
        {
            parts.SetField(thread, parts.Field(application));
            parts.SetField(application, LineRange.None);
        }
        else if (!parts.Field(trace).Exists && IsTrace(parts.Field(thread).Of(text)))
        {
            parts.SetField(trace, parts.Field(thread));
            parts.SetField(thread, parts.Field(application));
            parts.SetField(application, LineRange.None);
        }
    }

    // A trace id has 32 digits and a span id 16, with a hyphen or comma between them.
    private static bool IsTrace(ReadOnlySpan<char> text) => text.Length >= 32 && !text.ContainsAnyExcept("0123456789abcdefABCDEF-,");

    private static void AddDecimals(ReadOnlySpan<char> text, LineParts parts)
    {
        var dot = text.LastIndexOf('.');
        long ticks = 0;
        var unit = TimeSpan.TicksPerSecond;
        for (var i = dot + 1; dot >= 0 && i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return;
            }

            unit /= 10;
            ticks += (text[i] - '0') * unit;
        }

        parts.SetTimestamp(parts.TimestampTicks + ticks);
    }

    private int PlaceOf(int field) => Array.FindIndex(_readers, reader => reader.Field == field);
}
