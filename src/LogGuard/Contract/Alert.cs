using System.Globalization;
using System.Text;

namespace LogGuard;

/// <summary>
/// What one cause did: anomalies of the same kind, line and missing or expected step, counted and told together. Immutable.
/// </summary>
public sealed record Alert
{
    /// <summary>Most sessions that <see cref="SessionCount"/> counts.</summary>
    internal const int SessionCountLimit = 100;

    /// <summary>
    /// Names the cause: the kind and 16 hexadecimal digits, such as <c>unknown-line-9f0c6bd2a3e14875</c>. Made of texts only, so
    /// it is the same after a restart, after a training and on another machine. Takes part in
    /// <see cref="AnomalyDetector.Suppress"/>.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>Its number among the alerts of its detector, counted from 1.</summary>
    public required long Id { get; init; }

    /// <summary>Whether it is new, goes on, or has stopped.</summary>
    public required AlertState State { get; init; }

    /// <summary>The highest severity among its anomalies; <see cref="AlertSeverity"/> has the rule.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>The newest of its anomalies.</summary>
    public required Anomaly Anomaly { get; init; }

    /// <summary>When this alert was raised, by the events' clock; see <see cref="AlertOptions"/>.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When the cause showed for the first time since it was last resolved.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the cause showed for the last time.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Anomalies since <see cref="FirstSeen"/>.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// Those that no alert before this one told of: counted during the back-off, a suppression, or while the rate limit held
    /// alerts back.
    /// </summary>
    public required long CountSinceLast { get; init; }

    /// <summary>Sessions that they occurred in; 100 stands for 100 or more.</summary>
    public required int SessionCount { get; init; }

    /// <summary>The whole message for a person on call: what goes on since when, how often, and the newest anomaly.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append('[').Append(Severity).Append("] ").Append(State).Append(' ').Append(Fingerprint);
        if (State == AlertState.Resolved)
        {
            text.Append(CultureInfo.InvariantCulture, $", quiet since {LastSeen.UtcDateTime:yyyy-MM-dd HH:mm:ss}");
        }

        if (Count > 1)
        {
            var sessions = SessionCount == 1 ? "1 session" : SessionCount >= SessionCountLimit ? "100 or more sessions" : $"{Wording.Number(SessionCount)} sessions";
            text.Append(": ").Append(Wording.Number(Count)).Append(" times in ").Append(sessions);
            text.Append(CultureInfo.InvariantCulture, $" since {FirstSeen.UtcDateTime:yyyy-MM-dd HH:mm:ss}");
            if (CountSinceLast < Count)
            {
                text.Append(", ").Append(Wording.Number(CountSinceLast)).Append(" of them since last told");
            }
        }

        return text.AppendLine().Append(Anomaly).ToString();
    }
}
