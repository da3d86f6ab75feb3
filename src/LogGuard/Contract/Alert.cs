using System.Globalization;
using System.Text;

namespace LogGuard;

/// <summary>Groups the anomalies of one cause: the same kind, line, and missing or expected step. Immutable.</summary>
public sealed record Alert
{
    /// <summary>The highest number that <see cref="SessionCount"/> counts to.</summary>
    internal const int SessionCountLimit = 100;

    /// <summary>
    /// Identifies the cause: the kind and 16 hexadecimal digits, such as <c>unknown-line-9f0c6bd2a3e14875</c>. The fingerprint
    /// is computed from texts only, so it is the same after a restart, after retraining and on another machine. Pass it to
    /// <see cref="AnomalyDetector.Suppress"/>.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>The number of the alert within its detector, counted from 1.</summary>
    public required long Id { get; init; }

    /// <summary>Whether the cause is new, continues, or is resolved.</summary>
    public required AlertState State { get; init; }

    /// <summary>The highest severity among the anomalies; see <see cref="AlertSeverity"/> for the rule.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>The newest anomaly of the cause.</summary>
    public required Anomaly Anomaly { get; init; }

    /// <summary>When the alert was raised, in event time; see <see cref="AlertOptions"/>.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When the cause first occurred since it was last resolved.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the cause last occurred.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The number of anomalies since <see cref="FirstSeen"/>.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// The number of anomalies that no earlier alert reported. They were counted during the back-off, during a suppression, or
    /// while the rate limit held alerts back.
    /// </summary>
    public required long CountSinceLast { get; init; }

    /// <summary>The number of sessions in which the anomalies occurred. The value 100 stands for 100 or more.</summary>
    public required int SessionCount { get; init; }

    /// <summary>Returns the whole message for a person on call: the cause, since when and how often it occurs, and the newest anomaly.</summary>
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
