using LogGuard.Primitives;

namespace LogGuard;

/// <summary>One further cause of an <see cref="Alert"/>: it began together with the others. Immutable.</summary>
/// <param name="Fingerprint">Identifies the cause; see <see cref="Alert.Fingerprint"/>.</param>
/// <param name="Severity">The highest severity among its anomalies.</param>
/// <param name="Anomaly">Its newest anomaly.</param>
/// <param name="Count">The number of its anomalies since the incident began.</param>
public sealed record AlertMember(string Fingerprint, AlertSeverity Severity, Anomaly Anomaly, long Count)
{
    /// <summary>Returns the cause in one line.</summary>
    public override string ToString() => $"{Anomaly.Summarize()} ({Wording.Times(Count)}, {PlainText.Escape(Fingerprint)})";
}
