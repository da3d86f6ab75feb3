using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>Settings for grouping events into sessions.</summary>
public sealed class SessionOptions
{
    internal const int DefaultOpenLimit = 10_000;
    internal static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(5);

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

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("Session.IdleTimeout", IdleTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));
        faults.RequireRange("Session.OpenLimit", OpenLimit, 1, 10_000_000);
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
