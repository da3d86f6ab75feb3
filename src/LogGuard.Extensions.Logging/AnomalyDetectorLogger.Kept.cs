using System.Runtime.CompilerServices;
using LogGuard.Extensions.Logging.Lines;
using LogGuard.Extensions.Logging.States;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// The fast path for source-generated logging and for the framework's extension methods: the captured state goes into a page.
/// </summary>
internal sealed partial class AnomalyDetectorLogger
{
    private readonly CallSiteTable _sites = new();

    // Takes an event of source-generated logging and copies its state. Returns false if it has no template. After tiered
    // compilation, a struct that is cast to an interface and called in one expression is not boxed.
    private bool TryTakeState<TState>(
        LogLevel logLevel, EventId eventId, in TState state, Exception? exception, Func<TState, Exception?, string> formatter, StateShape shape)
    {
        var last = ((IReadOnlyList<KeyValuePair<string, object?>>)state!).Count - 1;
        if (((IReadOnlyList<KeyValuePair<string, object?>>)state)[last].Value is not string template)
        {
            return false;
        }

        var site = _sites.Find(template, shape, last, CountedId(eventId)) ?? MakeCallSite(template, shape, state, last, eventId, formatter);
        if (!ReferenceEquals(site.Formatter, formatter) || site.LoggedId.Id != eventId.Id)
        {
            return false;
        }

        var session = SessionId.Stream;
        var isNamed = site.SessionIndex >= 0
            && TryGetSession(((IReadOnlyList<KeyValuePair<string, object?>>)state)[site.SessionIndex].Value, out session);
        var key = site.KeyPlaces is null ? KeyOf(site) : KeyOf(site, state);
        return TryHandKept(logLevel, site, key, new RetainedState<TState>(state), isNamed, session, exception);
    }

    // Takes an event of an extension method and copies its values. Returns false if it has no values, too many, or too few for
    // its template.
    private bool TryTakeValues<TState>(
        LogLevel logLevel, EventId eventId, in TState state, Exception? exception, Func<TState, Exception?, string> formatter, StateShape shape)
    {
        var last = ((IReadOnlyList<KeyValuePair<string, object?>>)state!).Count - 1;
        if (last is 0 or > RetainedValues.Limit || ((IReadOnlyList<KeyValuePair<string, object?>>)state)[last].Value is not string template)
        {
            return false;
        }

        var site = _sites.Find(template, shape, last, CountedId(eventId));
        var values = default(RetainedValues);
        var session = SessionId.Stream;
        var isNamed = false;
        int key;
        try
        {
            site ??= MakeCallSite(template, shape, state, last, eventId, formatter);
            if (site.LoggedId.Id != eventId.Id)
            {
                // The site's events share an id, so one with another id takes a line of its own.
                return false;
            }

            for (var i = 0; i < last; i++)
            {
                var value = ((IReadOnlyList<KeyValuePair<string, object?>>)state)[i].Value;
                values[i] = RetainedValue.Of(value);
                if (i == site.SessionIndex)
                {
                    isNamed = TryGetSession(value, out session);
                }
            }

            key = site.KeyPlaces is null ? KeyOf(site) : KeyOf(site, state);
        }
        catch (Exception)
        {
            // TakeLine handles the event and reports the error.
            return false;
        }

        return TryHandKept(logLevel, site, key, values, isNamed, session, exception);
    }

    // A string cannot throw, so it needs no try block.
    private bool TryGetSession(object? value, out SessionId session) =>
        value is string ? SessionIdConverter.TryGet(value, out session) : TryGetOtherSession(value, out session);

    private bool TryGetOtherSession(object? value, out SessionId session)
    {
        try
        {
            return SessionIdConverter.TryGet(value, out session);
        }
        catch (Exception failure)
        {
            // The value has a type of the application, which may throw.
            _intake.ReportNotRead(failure);
            session = SessionId.Stream;
            return false;
        }
    }

    // Returns false if the thread has reached its limit of page types.
    private bool TryHandKept<TRetained>(LogLevel logLevel, LogCallSite site, int key, in TRetained kept, bool isNamed, SessionId session, Exception? exception)
        where TRetained : struct, IRetained
    {
        // Both enums have the same six levels in the same order.
        var traceId = Place(isNamed, ref session);
        if (_intake.TryDrop(session, (LogSeverity)logLevel))
        {
            return true;
        }

        var timestamp = Now;
        if (_intake.LeavesLines && key > 0 && logLevel < LogLevel.Critical)
        {
            _intake.TakeShared(key, session, timestamp, (LogSeverity)logLevel, null, 0, site);
            return true;
        }

        if (LinePage<TRetained>.OfThread is not { } page)
        {
            return false;
        }

        var place = page.Put(kept, traceId, exception);
        if (!_intake.TakeShared(key, session, timestamp, (LogSeverity)logLevel, page, place, site))
        {
            page.LetGo(place);
        }

        return true;
    }

    private int CountedId(EventId eventId) => _keys is { ByEventId: true } ? eventId.Id : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LogCallSite MakeCallSite<TState>(string template, StateShape shape, in TState state, int valueCount, EventId eventId, object formatter)
    {
        var values = (IReadOnlyList<KeyValuePair<string, object?>>)state!;
        var names = new string[valueCount];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = values[i].Key;
        }

        var keyText = _keys?.Of(template, eventId.Id);
        var keyNames = _intake.PropertiesInKey(keyText ?? template);
        var site = new LogCallSite(
            _category, template, keyText, CountedId(eventId), eventId, shape, names,
            _sessionProperty?.IndexIn(names) ?? -1,
            keyNames.Count == 0 ? null : [.. keyNames.Select(name => Array.IndexOf(names, name))], formatter);
        _sites.Add(site);
        return site;
    }

    // The key of an event with a value in its key. NoInlining keeps the stack frame of the hot path small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int KeyOf<TState>(LogCallSite site, in TState state)
    {
        var room = default(KeyValues);
        Span<object?> values = room;
        var places = site.KeyPlaces!;
        for (var i = 0; i < places.Length; i++)
        {
            values[i] = places[i] < 0 ? null : ((IReadOnlyList<KeyValuePair<string, object?>>)state!)[places[i]].Value;
        }

        return _intake.KeyOf(site.LookUpText, values[..places.Length]);
    }

    // A site without a key is looked up again: the vocabulary was full, or the reader has not decided yet.
    private int KeyOf(LogCallSite site)
    {
        var key = site.Key;
        if (key == 0)
        {
            key = _intake.KeyOf(site.LookUpText);
            site.Key = Math.Max(key, 0);
        }

        return key;
    }

    // The most properties that the key of one template may have.
    [InlineArray(4)]
    private struct KeyValues
    {
        private object? _first;
    }
}
