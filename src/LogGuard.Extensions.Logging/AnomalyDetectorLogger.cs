using System.Diagnostics;
using System.Runtime.CompilerServices;
using LogGuard.Extensions.Logging.Lines;
using LogGuard.Extensions.Logging.States;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// Takes the events of one category. On the caller's thread: the state is copied into a line that is used again and again,
/// and its template, its session and its time are found. Nothing is formatted, and nothing is allocated.
/// </summary>
internal sealed class AnomalyDetectorLogger : ILogger
{
    private const string OriginalFormat = "{OriginalFormat}";
    private const string Unformattable = "(a message that could not be formatted)";

    private readonly AnomalyDetectorLoggerProvider _provider;
    private readonly AnomalyDetector _detector;
    private readonly string _category;
    private readonly string? _sessionProperty;
    private readonly MessageKeys? _keys;
    private readonly TimeProvider? _clock;

    public AnomalyDetectorLogger(AnomalyDetectorLoggerProvider provider, string category)
    {
        _provider = provider;
        _detector = provider.Detector;
        _category = category;
        _sessionProperty = _detector.SessionProperty;
        _keys = _detector.Keys is { ByCategory: false, ByEventId: false } ? null : new MessageKeys(category, _detector.Keys);
        _clock = _detector.TimeProvider == TimeProvider.System ? null : _detector.TimeProvider;
    }

    // Scopes are the framework's, which shows them to us.
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => (uint)logLevel < (uint)LogLevel.None && !_provider.IsDisposed;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        try
        {
            if (OwnWork.IsCurrent)
            {
                return;
            }

            // As little as can be where the type counts: code that is shared by many types is slower.
            var shape = StateShape<TState>.Instance;
            var line = Unsafe.As<StateLine<TState>>(shape.Rent());
            line.Hold(state);
            if (!TryTake(logLevel, eventId, line, shape, formatter, exception, out var failure))
            {
                TakeOther(logLevel, eventId, line, state, exception, formatter, failure);
            }
        }
        catch (Exception failure)
        {
            // The framework would hand it on to the application.
            _detector.TellNotTaken(failure);
        }
    }

    // Takes an event whose state the framework has made.
    private bool TryTake(LogLevel logLevel, EventId eventId, EventLine line, StateShape shape, object formatter, Exception? exception, out Exception? failure)
    {
        TemplateEntry? entry = null;
        string? template;
        var isNamed = false;
        var session = SessionId.Stream;
        failure = null;
        var leavesLine = false;
        try
        {
            if (!shape.IsFixed || line.Values is not { } values)
            {
                return false;
            }

            var last = values.Count - 1;
            template = values[last] is { Key: OriginalFormat, Value: string text } ? text : null;
            if (template is null)
            {
                return false;
            }

            if (last > 0)
            {
                entry = _provider.Templates.Get(template, shape, values, last);
                isNamed = entry.SessionIndex >= 0 && SessionValue.TryGet(values[entry.SessionIndex].Value, out session);
                leavesLine = _detector.LeavesLines && entry.HasHoles;
                if (!leavesLine)
                {
                    line.Keep(values, entry.Names, formatter);
                }
            }
        }
        catch (Exception thrown)
        {
            // More holes than values, or a value of the application's own kind.
            failure = thrown;
            return false;
        }

        Hand(logLevel, eventId, line, template, entry, isNamed, session, exception, leavesLine);
        return true;
    }

    // Takes an event whose state is of any kind; values that it has without a template are kept, too.
    private void TakeOther<TState>(
        LogLevel logLevel, EventId eventId, EventLine line, TState state, Exception? exception, Func<TState, Exception?, string> formatter, Exception? failure)
    {
        string? template = null;
        var isNamed = false;
        var session = SessionId.Stream;
        line.ForgetValues();
        try
        {
            if (failure is null)
            {
                template = Read(line, line.Values ?? state as IEnumerable<KeyValuePair<string, object?>>, ref isNamed, ref session);
            }
        }
        catch (Exception thrown)
        {
            failure = thrown;
            line.ForgetValues();
        }

        line.ForgetState();
        template ??= Format(state, exception, formatter);
        if (failure is not null)
        {
            _detector.TellNotRead(failure);
        }

        Hand(logLevel, eventId, line, template, null, isNamed, session, exception, leavesLine: false);
    }

    // The state's template; null where it has none.
    private string? Read(EventLine line, IEnumerable<KeyValuePair<string, object?>>? values, ref bool isNamed, ref SessionId session)
    {
        string? template = null;
        if (values is IReadOnlyList<KeyValuePair<string, object?>> list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                ReadOne(line, list[i], ref template, ref isNamed, ref session);
            }
        }
        else if (values is not null)
        {
            foreach (var pair in values)
            {
                ReadOne(line, pair, ref template, ref isNamed, ref session);
            }
        }

        return template;
    }

    private void ReadOne(EventLine line, KeyValuePair<string, object?> pair, ref string? template, ref bool isNamed, ref SessionId session)
    {
        if (pair.Key == OriginalFormat)
        {
            template = pair.Value as string ?? template;
            return;
        }

        if (!isNamed && pair.Key == _sessionProperty)
        {
            isNamed = SessionValue.TryGet(pair.Value, out session);
        }

        line.Add(pair.Key, pair.Value);
    }

    private void Hand(
        LogLevel logLevel, EventId eventId, EventLine line, string template, TemplateEntry? entry, bool isNamed, SessionId session,
        Exception? exception, bool leavesLine)
    {
        if (!isNamed && _sessionProperty is not null && _provider.Scopes is { } scopes)
        {
            isNamed = SessionScopes.TryFind(scopes, _sessionProperty, out session, out var failure);
            if (failure is not null)
            {
                _detector.TellNotRead(failure);
            }
        }

        // Activity keeps the text of its trace id, so asking for it costs nothing the second time.
        var traceId = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : null;
        if (!isNamed && traceId is not null)
        {
            session = SessionId.From(traceId);
        }

        int key;
        if (_keys is not null)
        {
            var text = _keys.Of(template, eventId.Id);
            line.KeyText = text;
            key = _detector.KeyOf(text);
        }
        else if (entry is null)
        {
            key = _detector.KeyOf(template);
        }
        else if ((key = entry.Key) == 0)
        {
            // One without a key, for want of room or because it is a text, is asked for again.
            key = _detector.KeyOf(template);
            entry.Key = Math.Max(key, 0);
        }

        var timestamp = _clock is null ? DateTime.UtcNow.Ticks : _clock.GetUtcNow().UtcTicks;
        if (leavesLine)
        {
            line.KeyText = null;
            line.ForgetState();
            line.Pool.Return(line);

            // The levels of both are the same six in the same order.
            _detector.TakeForeign(key, session, timestamp, (LogSeverity)logLevel, null, EventLineRenderer.Instance);
            return;
        }

        line.Template = template;
        line.Category = _category;
        line.TraceId = traceId;
        line.Exception = exception;
        _detector.TakeForeign(key, session, timestamp, (LogSeverity)logLevel, line, EventLineRenderer.Instance);
    }

    // What has no template is its message, which is told from others like it by what the messages have in common.
    private string Format<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            return (formatter is null ? state?.ToString() : formatter(state, exception)) ?? "";
        }
        catch (Exception failure)
        {
            _detector.TellNotRead(failure);
            return Unformattable;
        }
    }
}
