using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>
/// Determines the session of a log event: by a property, otherwise by its trace id, otherwise the single stream. A property whose
/// name differs only in case from the session property is taken as well, if the event has no property of the exact name.
/// </summary>
internal sealed class SerilogSessionId(EventIntake intake)
{
    // The first events without the property are all searched for another spelling, later ones by chance: a search compares the
    // names of all properties, which most events need not pay for.
    private const int SearchedEvents = 1_000;

    // An application with more spellings of one name is not imaginable. The limit bounds the look-ups of an event without any.
    private const int SpellingLimit = 4;

    private readonly string? _property = intake.SessionProperty;
    private readonly Lock _adding = new();
    private volatile string[] _spellings = [];
    private int _searches;

    /// <summary>The session of an event. Never throws. Allocates nothing after the first events.</summary>
    public SessionId Of(LogEvent logEvent)
    {
        if (_property is not null
            && (logEvent.Properties.TryGetValue(_property, out var value) || TryGetOtherSpelling(logEvent, out value))
            && value is ScalarValue { Value: { } scalar })
        {
            if (scalar is string)
            {
                return SessionId.From(scalar);
            }

            if (TryConvert(scalar, out var session))
            {
                return session;
            }
        }

        // Activity caches the text of its trace id.
        return logEvent.TraceId is { } traceId ? SessionId.From(traceId.ToHexString()) : SessionId.Stream;
    }

    private bool TryConvert(object scalar, out SessionId session)
    {
        try
        {
            session = SessionId.From(scalar);
            return true;
        }
        catch (Exception failure)
        {
            // The value has a type of the application, whose conversion to text threw.
            intake.ReportNotRead(failure);
            session = default;
            return false;
        }
    }

    private bool TryGetOtherSpelling(LogEvent logEvent, out LogEventPropertyValue? value)
    {
        foreach (var spelling in _spellings)
        {
            if (logEvent.Properties.TryGetValue(spelling, out value))
            {
                return true;
            }
        }

        value = null;
        return IsSearched(logEvent) && TrySearch(logEvent, out value);
    }

    // The ticks choose one event in 256, without a counter that all threads would write.
    private bool IsSearched(LogEvent logEvent) =>
        _searches < SearchedEvents ? Interlocked.Increment(ref _searches) > 0 : (ulong)logEvent.Timestamp.Ticks * 0x9E3779B97F4A7C15 >> 56 == 0;

    private bool TrySearch(LogEvent logEvent, out LogEventPropertyValue? value)
    {
        value = null;
        if (logEvent.Properties is not Dictionary<string, LogEventPropertyValue> properties)
        {
            return false;
        }

        // The enumerator of the class, which Serilog uses, allocates nothing.
        foreach (var (name, found) in properties)
        {
            if (string.Equals(name, _property, StringComparison.OrdinalIgnoreCase))
            {
                value = found;
                Add(name);
                return true;
            }
        }

        return false;
    }

    private void Add(string spelling)
    {
        lock (_adding)
        {
            if (_spellings.Length == SpellingLimit || _spellings.Contains(spelling))
            {
                return;
            }

            _spellings = [.. _spellings, spelling];
        }

        intake.Report(
            $"the property {spelling} differs only in case from Session.Property, which is {_property}. It names the session of events that have no {_property}.");
    }
}
