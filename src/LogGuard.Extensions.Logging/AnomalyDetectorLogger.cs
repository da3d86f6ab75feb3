using System.Diagnostics;
using System.Runtime.CompilerServices;
using LogGuard.Extensions.Logging.Lines;
using LogGuard.Extensions.Logging.States;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// Takes the events of one category. On the caller's thread it copies the state, or its values, into a reused buffer, and looks
/// up template, session and time. Nothing is formatted. After warm-up nothing is allocated.
/// </summary>
internal sealed partial class AnomalyDetectorLogger : ILogger
{
    private const string OriginalFormat = "{OriginalFormat}";
    private const string Unformattable = "(a message that could not be formatted)";

    private readonly AnomalyDetectorLoggerProvider _provider;
    private readonly EventIntake _intake;
    private readonly string _category;
    private readonly SessionPropertyName? _sessionProperty;
    private readonly MessageKeyFormatter? _keys;
    private readonly TimeProvider? _clock;

    public AnomalyDetectorLogger(AnomalyDetectorLoggerProvider provider, string category)
    {
        _provider = provider;
        _intake = provider.Detector.Intake;
        _category = category;
        _sessionProperty = provider.SessionProperty;
        _keys = _intake.KeysByCategory || _intake.KeysByEventId ? new MessageKeyFormatter(category, _intake.KeysByCategory, _intake.KeysByEventId) : null;
        _clock = _intake.TimeProvider == TimeProvider.System ? null : _intake.TimeProvider;
    }

    // The framework manages the scopes; see ISupportExternalScope.
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
            if (EventIntake.IsUnwatched)
            {
                return;
            }

            // Keeps this generic method small, because code shared between state types is slower.
            var shape = StateShape<TState>.Instance;
            if (!_intake.FiltersLines && typeof(TState).IsValueType
                && (shape.IsKept ? TryTakeState(logLevel, eventId, state, exception, formatter, shape)
                    : shape.IsFormatted && TryTakeValues(logLevel, eventId, state, exception, formatter, shape)))
            {
                return;
            }

            TakeLine(logLevel, eventId, state, exception, formatter, shape);
        }
        catch (Exception failure)
        {
            // The framework would rethrow it into the application.
            _intake.ReportNotTaken(failure);
        }
    }

    // Takes an event of any kind in a line of its own. NoInlining keeps the stack frame of the hot path small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeLine<TState>(
        LogLevel logLevel, EventId eventId, in TState state, Exception? exception, Func<TState, Exception?, string> formatter, StateShape shape)
    {
        var line = Unsafe.As<StateLine<TState>>(shape.Rent());
        line.Hold(state);
        if (!TryTakeFixed(logLevel, eventId, line, shape, formatter, exception))
        {
            TakeOther(logLevel, eventId, line, state, exception, formatter);
        }
    }

    // Takes an event whose state is a type of the framework.
    private bool TryTakeFixed(LogLevel logLevel, EventId eventId, EventLine line, StateShape shape, object formatter, Exception? exception)
    {
        LogCallSite? site = null;
        string? template;
        var isNamed = false;
        var session = SessionId.Stream;
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
                site = _sites.Find(template, shape, last, CountedId(eventId))
                    ?? MakeCallSite(template, shape, values, last, eventId, formatter);
                isNamed = site.SessionIndex >= 0 && SessionIdConverter.TryGet(values[site.SessionIndex].Value, out session);
                line.Keep(values, site.Names, formatter);
            }
            else
            {
                // The template is all that the state holds. A pooled line would keep a message of any length alive with it.
                line.ForgetState();
            }
        }
        catch (Exception)
        {
            // The template has more placeholders than values, or a value of the application threw. The values are read one by one
            // then, as far as they can be.
            return false;
        }

        Hand(logLevel, eventId, line, template, site, isNamed, session, exception);
        return true;
    }

    // Takes an event whose state has any type. Values are kept even without a template.
    private void TakeOther<TState>(
        LogLevel logLevel, EventId eventId, EventLine line, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string? template = null;
        var isNamed = false;
        var session = SessionId.Stream;
        line.ForgetValues();
        try
        {
            Read(line, line.Values ?? state as IEnumerable<KeyValuePair<string, object?>>, ref template, ref isNamed, ref session);
        }
        catch (Exception failure)
        {
            _intake.ReportNotRead(failure);
            line.ForgetValues();
        }

        line.ForgetState();
        template ??= Format(state, exception, formatter);
        Hand(logLevel, eventId, line, template, null, isNamed, session, exception);
    }

    // Reads the values and the template; null if the state has none.
    private void Read(
        EventLine line, IEnumerable<KeyValuePair<string, object?>>? values, ref string? template, ref bool isNamed, ref SessionId session)
    {
        if (values is not IReadOnlyList<KeyValuePair<string, object?>> list)
        {
            foreach (var pair in values ?? [])
            {
                ReadOne(line, pair, ref template, ref isNamed, ref session);
            }

            return;
        }

        for (var i = 0; i < list.Count; i++)
        {
            try
            {
                ReadOne(line, list[i], ref template, ref isNamed, ref session);
            }
            catch (Exception failure)
            {
                // The template comes last, and does not depend on the values before it.
                _intake.ReportNotRead(failure);
            }
        }
    }

    private void ReadOne(EventLine line, KeyValuePair<string, object?> pair, ref string? template, ref bool isNamed, ref SessionId session)
    {
        if (pair.Key == OriginalFormat)
        {
            template = pair.Value as string ?? template;
            return;
        }

        if (!isNamed && _sessionProperty is not null && _sessionProperty.Is(pair.Key))
        {
            _sessionProperty.Report(pair.Key);
            isNamed = SessionIdConverter.TryGet(pair.Value, out session);
        }

        line.Add(pair.Key, pair.Value);
    }

    private void Hand(
        LogLevel logLevel, EventId eventId, EventLine line, string template, LogCallSite? site, bool isNamed, SessionId session, Exception? exception)
    {
        var keyText = site is not null ? site.KeyText : _keys?.Of(template, eventId.Id);
        line.Begin(template, keyText, _category, eventId, Place(isNamed, ref session), exception);
        var key = site is { KeyPlaces: null }
            ? KeyOf(site)
            : _intake.KeyOf(TemplatePlaceholders.IsOnlyOne(template) ? template : keyText ?? template, line, EventLineRenderer.Instance);
        _intake.Take(key, session, Now, (LogSeverity)logLevel, line, EventLineRenderer.Instance);
    }

    private long Now => _clock is null ? DateTime.UtcNow.Ticks : _clock.GetUtcNow().UtcTicks;

    // Finds the session by scope or trace id, unless the event names one. Returns the trace id.
    private string? Place(bool isNamed, ref SessionId session)
    {
        if (!isNamed && _sessionProperty is not null && _provider.Scopes is { } scopes)
        {
            isNamed = ScopeSessionFinder.TryFind(scopes, _sessionProperty, out session, out var failure);
            if (failure is not null)
            {
                _intake.ReportNotRead(failure);
            }
        }

        // Activity caches the text of its trace id.
        var traceId = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : null;
        if (!isNamed && traceId is not null)
        {
            session = SessionId.From(traceId);
        }

        return traceId;
    }

    // Without a template the message is the text, from which a template is mined.
    private string Format<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            return (formatter is null ? state?.ToString() : formatter(state, exception)) ?? "";
        }
        catch (Exception failure)
        {
            _intake.ReportNotRead(failure);
            return Unformattable;
        }
    }
}
