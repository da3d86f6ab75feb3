using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>Settings for grouping events into sessions.</summary>
public sealed class SessionOptions
{
    internal const int DefaultOpenLimit = 10_000;
    internal const string AspNetCoreSource = "Microsoft.AspNetCore";
    internal static readonly TimeSpan DefaultActivityEndDelay = TimeSpan.FromSeconds(1);
    internal const int DefaultSavedLimit = 10_000;
    internal static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan DefaultSaveInterval = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Name of the log event property that holds the session id, such as <c>RequestId</c> or <c>OrderId</c>. Any scalar value
    /// is accepted; ids with the same text by the invariant culture are one session, whatever their types. A property whose name
    /// differs only in case is taken where the exact one is missing, which is reported once. Events without the property are grouped by trace id; events without a trace id form a single stream. The
    /// default is null: events are grouped by trace id.
    /// </summary>
    public string? Property { get; set; }

    /// <summary>
    /// Time without an event after which a session ends, in event time, 1 ms to 30 days. The default is 5 minutes. A higher
    /// value judges the end of sessions later; a lower value splits slow sessions into parts.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = DefaultIdleTimeout;

    /// <summary>
    /// Maximum number of open sessions, 1..10,000,000. The default is <c>10,000</c>. Above the limit the least recently active
    /// session is ended. Each open session takes about half a kilobyte and its last log event; these events take 64 MB together at
    /// most, beyond which an anomaly at a session's end shows the template instead of its line.
    /// </summary>
    public int OpenLimit { get; set; } = DefaultOpenLimit;

    /// <summary>
    /// Message templates that end their session at once, such as <c>Order {OrderId} closed</c>. The default is none: sessions
    /// end after <see cref="IdleTimeout"/>, or with their activity, see <see cref="ActivitySources"/>.
    /// </summary>
    public IList<string> ClosingTemplates { get; set; } = [];

    /// <summary>
    /// Names of the activity sources whose root activities are sessions, where sessions are trace ids. When such an activity stops, the
    /// session of its trace ends after <see cref="ActivityEndDelay"/> instead of the idle time. An activity that is made without a
    /// source counts if its operation's name is one of these or continues one after a dot. The default is
    /// <c>Microsoft.AspNetCore</c>: a request is a session. An empty list leaves all ends to the idle time.
    /// </summary>
    /// <remarks>
    /// A root activity is one without a parent in this process. No activity is created or sampled because of this setting.
    /// </remarks>
    public IList<string> ActivitySources { get; set; } = [AspNetCoreSource];

    /// <summary>
    /// Time without an event between the stop of a root activity and the end of its session, in event time, 0 to 1 hour. The default
    /// is 1 second. Lines that are logged later are appended to the session, and judged without its end. Raise it if requests leave
    /// work behind that logs for longer.
    /// </summary>
    public TimeSpan ActivityEndDelay { get; set; } = DefaultActivityEndDelay;

    /// <summary>
    /// Time between two saves of the open sessions in <see cref="AnomalyDetectorOptions.ModelPath"/>, 10 ms to 1 hour, or null to
    /// save them only when the detector is disposed. The default is 10 seconds. A crash loses the events of up to this time;
    /// those of a text log with a <see cref="TextLogOptions.PositionFile"/> are read again. Saves that take long are made less often, so that
    /// they take at most a hundredth of the reader's time.
    /// </summary>
    public TimeSpan? SaveInterval { get; set; } = DefaultSaveInterval;

    /// <summary>
    /// Maximum number of open sessions that are saved, 0..1,000,000. The default is <c>10,000</c>; 0 saves none. Above the limit
    /// the sessions with the oldest last event are not saved, which is reported once. Each takes about 400 bytes, all of them at
    /// most 64 MB. The file holds the ids of the sessions, the keys of their events and their times, no values and no lines.
    /// </summary>
    public int SavedLimit { get; set; } = DefaultSavedLimit;

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("Session.ActivityEndDelay", ActivityEndDelay, TimeSpan.Zero, TimeSpan.FromHours(1));
        if (faults.RequireObject("Session.ActivitySources", ActivitySources) is not null)
        {
            faults.Require(!ActivitySources.Any(string.IsNullOrEmpty), "Session.ActivitySources", "empty in one place", "it must hold names of activity sources");
        }

        faults.RequireRange("Session.IdleTimeout", IdleTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));
        faults.RequireRange("Session.OpenLimit", OpenLimit, 1, 10_000_000);
        faults.RequireRange("Session.SaveInterval", SaveInterval ?? DefaultSaveInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        faults.RequireRange("Session.SavedLimit", SavedLimit, 0, 1_000_000);
        faults.Require(Property is null || Property.Length > 0, "Session.Property", "empty", "it must be a property name or null");
        if (faults.RequireObject("Session.ClosingTemplates", ClosingTemplates) is not null)
        {
            faults.Require(!ClosingTemplates.Contains(null!), "Session.ClosingTemplates", "null in one place", "it must hold message templates");
        }
    }

    internal SessionOptions Copy()
    {
        var copy = (SessionOptions)MemberwiseClone();
        copy.ClosingTemplates = [.. ClosingTemplates];
        copy.ActivitySources = [.. ActivitySources];
        return copy;
    }
}
