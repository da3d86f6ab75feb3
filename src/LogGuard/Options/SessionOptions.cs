using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>How events are grouped into sessions.</summary>
public sealed class SessionOptions
{
    internal const int DefaultOpenLimit = 10_000;
    internal static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Name of the log event property whose value names the session, such as <c>RequestId</c> or <c>OrderId</c>; any
    /// scalar value will do. Events without it go by their trace id, and those without one form a single stream. The
    /// default is null: trace id first.
    /// </summary>
    public string? Property { get; set; }

    /// <summary>
    /// A session ends when no event of it came for this long, in the events' own time; 1 ms to 30 days. The default is
    /// 5 minutes. Raised, sessions that really ended are judged later; lowered, slow ones are judged in parts.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = DefaultIdleTimeout;

    /// <summary>
    /// Most sessions open at a time, 1..10,000,000. The default is <c>10,000</c>. Past it the session that was silent
    /// for longest is taken as ended. Each costs about half a kilobyte and its last log event.
    /// </summary>
    public int OpenLimit { get; set; } = DefaultOpenLimit;

    /// <summary>
    /// Message templates that end their session at once, such as <c>Order {OrderId} closed</c>. The default is none:
    /// sessions end by <see cref="IdleTimeout"/>.
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
