using System.Globalization;
using System.Text;
using LogGuard.Primitives;

namespace LogGuard;

/// <summary>
/// Reports an incident: the anomalies of one cause (the same kind, line, and missing or expected step), or of several causes that
/// began together. Immutable.
/// </summary>
public sealed record Alert
{
    /// <summary>The highest number that <see cref="SessionCount"/> counts to.</summary>
    internal const int SessionCountLimit = 100;

    /// <summary>
    /// Identifies the cause of <see cref="Anomaly"/>: the kind and 16 hexadecimal digits, such as
    /// <c>unknown-line-9f0c6bd2a3e14875</c>. Pass it to <see cref="AnomalyDetector.Suppress"/>.
    /// </summary>
    /// <remarks>
    /// Computed from texts only, so it is the same after a restart and after retraining. A message template with placeholders has
    /// the same fingerprint on each machine. Text without placeholders may contain a user's data: its fingerprint is keyed, with
    /// <see cref="CaptureOptions.HashKey"/> if it is set, otherwise with a random key that is saved in
    /// <see cref="AnomalyDetectorOptions.ModelPath"/>.
    /// </remarks>
    public required string Fingerprint { get; init; }

    /// <summary>The number of the alert within its detector, counted from 1.</summary>
    public required long Id { get; init; }

    /// <summary>Whether the incident is new, continues, became worse, or is resolved.</summary>
    public required AlertState State { get; init; }

    /// <summary>The highest severity among the anomalies; see <see cref="AlertSeverity"/> for the rule.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>The newest anomaly of the most severe cause, or of the cause whose <see cref="Rate"/> changed.</summary>
    public required Anomaly Anomaly { get; init; }

    /// <summary>When the alert was raised, in event time; see <see cref="AlertOptions"/>.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When the incident began, after it was last resolved.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When one of its causes last occurred.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The number of anomalies since <see cref="FirstSeen"/>, without those of suppressed causes.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// The number of anomalies that no earlier alert reported. They were counted during the back-off, during a suppression, or
    /// while the rate limit held alerts back.
    /// </summary>
    public required long CountSinceLast { get; init; }

    /// <summary>The number of sessions in which the anomalies occurred. The value 100 stands for 100 or more.</summary>
    public required int SessionCount { get; init; }

    /// <summary>
    /// Identifies the incident, a cause or several that began together: the fingerprint of the first one and the time when it
    /// began. It stays the same in all alerts about the incident, whichever of its causes is the most severe.
    /// </summary>
    public string Incident { get; init; } = "";

    /// <summary>The further causes of the incident, the most severe first, 10 at most. Their anomalies are in <see cref="Count"/>.</summary>
    public IReadOnlyList<AlertMember> Members { get; init; } = [];

    /// <summary>The number of further causes; <see cref="Members"/> lists the first of them.</summary>
    public int MemberCount { get; init; }

    /// <summary>How much more often the cause occurs than it used to, if that is why the alert was raised; otherwise null.</summary>
    public RateChange? Rate { get; init; }

    /// <summary>
    /// Returns the whole message for a person on call. The first line says what happened, in which service, what was expected,
    /// how often and since when. Control characters in the log's texts are escaped.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append('[').Append(Severity).Append("] ").Append(State);
        if (Anomaly.Service is { } service)
        {
            text.Append(" in ").Append(PlainText.Escape(service));
            if (Anomaly.ApplicationVersion is { } version)
            {
                text.Append(' ').Append(PlainText.Escape(version));
            }
        }

        text.Append(": ").Append(Anomaly.Summarize());
        if (Rate is not null)
        {
            text.Append("; ").Append(Rate);
        }

        if (State == AlertState.Resolved)
        {
            text.Append(CultureInfo.InvariantCulture, $"; quiet since {LastSeen.UtcDateTime:yyyy-MM-dd HH:mm:ss}");
        }

        if (Count > 1)
        {
            var sessions = SessionCount == 1 ? "1 session" : SessionCount >= SessionCountLimit ? "100 or more sessions" : $"{Wording.Number(SessionCount)} sessions";
            text.Append("; ").Append(Wording.Number(Count)).Append(" times in ").Append(sessions);
            text.Append(CultureInfo.InvariantCulture, $" since {FirstSeen.UtcDateTime:yyyy-MM-dd HH:mm:ss}");
            if (CountSinceLast < Count)
            {
                text.Append(", ").Append(Wording.Number(CountSinceLast)).Append(" of them since last told");
            }
        }

        if (MemberCount > 0)
        {
            text.Append(MemberCount == 1 ? "; with 1 more cause" : $"; with {Wording.Number(MemberCount)} more causes");
        }

        text.AppendLine().Append("  cause:    ").Append(PlainText.Escape(Fingerprint));
        foreach (var member in Members)
        {
            text.AppendLine().Append("  also:     ").Append(member);
        }

        return text.AppendLine().Append(Anomaly).ToString();
    }
}
