using System.Runtime.CompilerServices;
using LogGuard.Extensions.Logging.Lines;
using LogGuard.Extensions.Logging.States;
using LogGuard.Sequences;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// The fast path for source-generated logging and for the framework's extension methods: the captured state goes into a page.
/// </summary>
internal sealed partial class AnomalyDetectorLogger
{
    private readonly SiteTable _sites = new();

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

        var site = _sites.Find(template, shape, last, CountedId(eventId)) ?? MakeSite(template, shape, state, last, eventId, formatter);
        if (!ReferenceEquals(site.Formatter, formatter))
        {
            return false;
        }

        var session = SessionId.Stream;
        var isNamed = site.SessionIndex >= 0
            && TryGetSession(((IReadOnlyList<KeyValuePair<string, object?>>)state)[site.SessionIndex].Value, out session);
        return TryHandKept(logLevel, site, new KeptState<TState>(state), isNamed, session, exception);
    }

    // Takes an event of an extension method and copies its values. Returns false if it has no values, too many, or too few for
    // its template.
    private bool TryTakeValues<TState>(
        LogLevel logLevel, EventId eventId, in TState state, Exception? exception, Func<TState, Exception?, string> formatter, StateShape shape)
    {
        var last = ((IReadOnlyList<KeyValuePair<string, object?>>)state!).Count - 1;
        if (last is 0 or > KeptValues.Limit || ((IReadOnlyList<KeyValuePair<string, object?>>)state)[last].Value is not string template)
        {
            return false;
        }

        var site = _sites.Find(template, shape, last, CountedId(eventId));
        var values = default(KeptValues);
        var session = SessionId.Stream;
        var isNamed = false;
        try
        {
            site ??= MakeSite(template, shape, state, last, eventId, formatter);
            for (var i = 0; i < last; i++)
            {
                var value = ((IReadOnlyList<KeyValuePair<string, object?>>)state)[i].Value;
                values[i] = KeptValue.Of(value);
                if (i == site.SessionIndex)
                {
                    isNamed = TryGetSession(value, out session);
                }
            }
        }
        catch (Exception)
        {
            // TakeLine handles the event and reports the error.
            return false;
        }

        return TryHandKept(logLevel, site, values, isNamed, session, exception);
    }

    // A string cannot throw, so it needs no try block.
    private bool TryGetSession(object? value, out SessionId session) =>
        value is string ? SessionValue.TryGet(value, out session) : TryGetOtherSession(value, out session);

    private bool TryGetOtherSession(object? value, out SessionId session)
    {
        try
        {
            return SessionValue.TryGet(value, out session);
        }
        catch (Exception failure)
        {
            // The value has a type of the application, which may throw.
            _detector.TellNotRead(failure);
            session = SessionId.Stream;
            return false;
        }
    }

    // Returns false if the thread has reached its limit of page types.
    private bool TryHandKept<TKept>(LogLevel logLevel, LogSite site, in TKept kept, bool isNamed, SessionId session, Exception? exception)
        where TKept : struct, IKept
    {
        var traceId = Place(isNamed, ref session);
        if (_detector.TryDrop(session))
        {
            return true;
        }

        var key = KeyOf(site);
        var timestamp = Now;
        if (_detector.LeavesLines && site.HasHoles)
        {
            // Both enums have the same six levels in the same order.
            _detector.TakeKept(key, session, timestamp, (LogSeverity)logLevel, null, 0, site);
            return true;
        }

        if (LinePage<TKept>.OfThread is not { } page)
        {
            return false;
        }

        var place = page.Put(kept, traceId, exception);
        if (!_detector.TakeKept(key, session, timestamp, (LogSeverity)logLevel, page, place, site))
        {
            page.LetGo(place);
        }

        return true;
    }

    private int CountedId(EventId eventId) => _keys is { ByEventId: true } ? eventId.Id : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LogSite MakeSite<TState>(string template, StateShape shape, in TState state, int valueCount, EventId eventId, object formatter)
    {
        var values = (IReadOnlyList<KeyValuePair<string, object?>>)state!;
        var names = new string[valueCount];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = values[i].Key;
        }

        var site = new LogSite(
            _category, template, _keys?.Of(template, eventId.Id), CountedId(eventId), shape, names,
            _sessionProperty is null ? -1 : Array.IndexOf(names, _sessionProperty), formatter);
        _sites.Add(site);
        return site;
    }

    // A site without a key is looked up again: the vocabulary was full, or the template is plain text.
    private int KeyOf(LogSite site)
    {
        var key = site.Key;
        if (key == 0)
        {
            key = _detector.KeyOf(site.KeyText ?? site.Template);
            site.Key = Math.Max(key, 0);
        }

        return key;
    }
}
