using System.Globalization;
using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// One thing that went wrong: a cause, or several that began together. Alerts are raised about incidents. Only accessed by the
/// reader.
/// </summary>
internal sealed class AlertIncident(string id, long now, long interval) : LruNode<AlertIncident>
{
    /// <summary>The maximum number of causes. A session with more writes nonsense, and further causes are an incident each.</summary>
    public const int CauseLimit = 100;

    private readonly HashSet<long> _sessions = [];

    public string Id { get; } = id;

    /// <summary>Its causes in the order in which they joined.</summary>
    public List<AlertCause> Causes { get; } = [];

    /// <summary>The things that later causes may have in common with it; see <see cref="IncidentLinks"/>.</summary>
    public List<IncidentLink> Links { get; } = [];

    public long Began { get; } = now;

    public long LastSeen { get; set; } = now;

    /// <summary>The highest rank among its causes; see <see cref="SeverityRule.RankOf(Anomaly)"/>.</summary>
    public int Rank { get; set; }

    /// <summary>The highest rank that an alert reported; −1 before the first alert.</summary>
    public int ToldRank { get; set; } = -1;

    /// <summary>Whether an alert was raised.</summary>
    public bool IsTold => ToldRank >= 0;

    /// <summary>Anomalies that alerts reported.</summary>
    public long Told { get; set; }

    /// <summary>Whether it waits for another session, because its own had reached <see cref="AlertOptions.SessionLimit"/>.</summary>
    public bool WaitsForSession { get; set; }

    /// <summary>When the unreported anomalies may be reported, in UTC ticks.</summary>
    public long Due { get; set; } = now;

    /// <summary>The earliest time to report that it is resolved, in UTC ticks.</summary>
    public long ResolvedDue { get; set; } = now;

    /// <summary>The interval after the next alert, in ticks.</summary>
    public long Interval { get; set; } = interval;

    /// <summary>The cause that now occurs much more often, until an alert says so.</summary>
    public (AlertCause Cause, RateChange Change)? Jump { get; set; }

    /// <summary>Whether it is resolved.</summary>
    public bool IsOver { get; set; }

    public int SessionCount => _sessions.Count;

    /// <summary>The numbers of its sessions, as many as are counted.</summary>
    public IReadOnlyCollection<long> Sessions => _sessions;

    /// <summary>The id of an incident that begins now with a cause.</summary>
    public static string IdOf(AlertCause first, long now) => string.Create(
        CultureInfo.InvariantCulture, $"{first.Name.Fingerprint}@{new DateTime(now, DateTimeKind.Utc):yyyyMMdd'T'HHmmss'Z'}");

    public void Add(long session, long time)
    {
        LastSeen = time;
        if (_sessions.Count < Alert.SessionCountLimit)
        {
            _sessions.Add(session);
        }
    }
}
