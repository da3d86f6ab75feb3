using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>Something that causes of one incident have in common.</summary>
internal readonly record struct IncidentLink(IncidentLinkKind Kind, ulong Value);

internal enum IncidentLinkKind
{
    Session,
    Exception,
    Line,
    Place,
}

/// <summary>
/// Finds the incident that a new cause belongs to: one that began together with it and shares a session, an exception or the
/// line. Only accessed by the reader.
/// </summary>
/// <param name="options">The interval between alerts.</param>
internal sealed class IncidentLinks(AlertOptions options)
{
    /// <summary>The maximum number of links of an incident: its causes, and the sessions in which it began.</summary>
    internal const int Limit = 2 * AlertIncident.CauseLimit;

    /// <summary>
    /// The time in which the sessions of a beginning fault are seen: a fault shows in all requests that are under way, and these
    /// take about a second. A session that fails later may have met another fault.
    /// </summary>
    internal static readonly TimeSpan BeginTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time in which the same exception, or the same line out of its place, is the same fault. It covers commands that fail after
    /// ADO.NET's default timeout of 30 s.
    /// </summary>
    internal static readonly TimeSpan SameFaultTime = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The distance of two lines without a session, in lines and time, within which the second belongs to the first: one operation that
    /// fails is logged by each layer that it passes. Lines of other work come between.
    /// </summary>
    internal const int NearLines = 3;

    /// <inheritdoc cref="NearLines"/>
    internal static readonly TimeSpan NearTime = TimeSpan.FromSeconds(1);

    private readonly Dictionary<IncidentLink, AlertIncident> _incidents = [];

    // The latest anomaly of the stream.
    private (AlertIncident? Incident, long Position, long Time) _lastOfStream;

    /// <summary>Returns the incident that a new cause joins; null if it is an incident of its own.</summary>
    public AlertIncident? Find(Anomaly anomaly, CauseName name, long session, long now)
    {
        // The session's end may be noticed long after its last line. The alert about the incident's first causes is
        // followed by one about all causes after the first interval, so nothing is silent for longer.
        var happened = Math.Min(now, anomaly.Timestamp.UtcTicks);
        return Within(SessionOf(session), happened, options.FirstInterval)
            ?? Within(ExceptionOf(anomaly), now, SameFaultTime)
            ?? Within(PlaceOf(anomaly), now, SameFaultTime)
            ?? Within(LineOf(name), now, BeginTime)
            ?? NearInStream(anomaly, session);
    }

    /// <summary>Notes what a cause's anomaly has in common with later ones.</summary>
    /// <param name="incident">The incident of the cause.</param>
    /// <param name="anomaly">The anomaly.</param>
    /// <param name="name">The cause.</param>
    /// <param name="session">The number of its session; 0 for events without one.</param>
    /// <param name="isNew">Whether the cause just joined the incident.</param>
    /// <param name="now">The time, in UTC ticks.</param>
    public void Note(AlertIncident incident, Anomaly anomaly, CauseName name, long session, bool isNew, long now)
    {
        if (IsOfStream(anomaly, session))
        {
            _lastOfStream = (incident, anomaly.Position, anomaly.Timestamp.UtcTicks);
        }

        if (isNew || now - incident.Began <= BeginTime.Ticks)
        {
            Add(incident, SessionOf(session));
        }

        if (isNew)
        {
            Add(incident, ExceptionOf(anomaly));
            Add(incident, PlaceOf(anomaly));
            Add(incident, LineOf(name));
        }
    }

    /// <summary>Restores the links of an incident of a process before.</summary>
    public void Restore(AlertIncident incident, IEnumerable<IncidentLink> links)
    {
        foreach (var link in links)
        {
            Add(incident, link);
        }
    }

    /// <summary>Forgets an incident.</summary>
    public void Remove(AlertIncident incident)
    {
        if (ReferenceEquals(_lastOfStream.Incident, incident))
        {
            _lastOfStream = default;
        }

        foreach (var link in incident.Links)
        {
            if (_incidents.TryGetValue(link, out var current) && ReferenceEquals(current, incident))
            {
                _incidents.Remove(link);
            }
        }
    }

    private AlertIncident? Within(IncidentLink? link, long now, TimeSpan time) =>
        link is { } shared && _incidents.TryGetValue(shared, out var incident) && now - incident.Began <= time.Ticks
            && incident.Causes.Count < AlertIncident.CauseLimit
            ? incident : null;

    private void Add(AlertIncident incident, IncidentLink? link)
    {
        if (link is not { } shared || incident.Links.Count >= Limit || (_incidents.TryGetValue(shared, out var known) && ReferenceEquals(known, incident)))
        {
            return;
        }

        _incidents[shared] = incident;
        incident.Links.Add(shared);
    }

    // A rate has no position, and is an incident of its own.
    private static bool IsOfStream(Anomaly anomaly, long session) => session == 0 && anomaly.Position > 0;

    private AlertIncident? NearInStream(Anomaly anomaly, long session) =>
        IsOfStream(anomaly, session) && _lastOfStream is { Incident: { } incident } last && incident.Causes.Count < AlertIncident.CauseLimit
            && anomaly.Position - last.Position is > 0 and <= NearLines
            && Math.Abs(anomaly.Timestamp.UtcTicks - last.Time) <= NearTime.Ticks
            ? incident : null;

    private static IncidentLink? SessionOf(long session) => session == 0 ? null : new(IncidentLinkKind.Session, (ulong)session);

    private static IncidentLink? LineOf(CauseName name) => new(IncidentLinkKind.Line, StableHash.Of(name.Earlier));

    // A line out of its place may miss different steps of one fault. Values have causes of their own, as slow ones after different
    // steps have, and a session's last line says little.
    private static IncidentLink? PlaceOf(Anomaly anomaly) =>
        anomaly.Kind == AnomalyKind.UnexpectedKey ? new(IncidentLinkKind.Place, StableHash.Of(anomaly.Template)) : null;

    // The innermost exception: the layers of an application wrap one exception in others. Numbers in its message differ from
    // time to time.
    private static IncidentLink? ExceptionOf(Anomaly anomaly)
    {
        if (anomaly.Exception is not { } exception)
        {
            return null;
        }

        var message = (exception.RootType is null ? exception.Message : exception.RootMessage) ?? "";
        Span<char> masked = stackalloc char[ExceptionDetail.MessageLimit + 1];
        var length = 0;
        foreach (var character in message)
        {
            var shown = char.IsAsciiDigit(character) ? '0' : character;
            if (length < masked.Length && (shown != '0' || length == 0 || masked[length - 1] != '0'))
            {
                masked[length++] = shown;
            }
        }

        return new(IncidentLinkKind.Exception, StableHash.Of(string.Concat(exception.RootType ?? exception.Type, "\n", masked[..length])));
    }
}
