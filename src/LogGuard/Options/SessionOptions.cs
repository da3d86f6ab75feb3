using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>Settings for grouping events into sessions.</summary>
public sealed class SessionOptions
{
    internal const int DefaultOpenLimit = 10_000;
    internal const int DefaultSavedLimit = 10_000;
    internal static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan DefaultSaveInterval = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Name of the log event property that holds the session id, such as <c>RequestId</c> or <c>OrderId</c>. Any scalar value
    /// is accepted. Events without the property are grouped by trace id; events without a trace id form a single stream. The
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
    /// session is ended. Each open session takes about half a kilobyte and its last log event.
    /// </summary>
    public int OpenLimit { get; set; } = DefaultOpenLimit;

    /// <summary>
    /// Message templates that end their session at once, such as <c>Order {OrderId} closed</c>. The default is none: sessions
    /// end after <see cref="IdleTimeout"/>.
    /// </summary>
    public IList<string> ClosingTemplates { get; set; } = [];

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
        return copy;
    }
}
