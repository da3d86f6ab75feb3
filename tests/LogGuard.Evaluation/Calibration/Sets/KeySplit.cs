using LogGuard.EvaluationRuns.Diagnosis;

namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>Sessions whose templates are known. Each ends behind its last event.</summary>
/// <param name="eventsOf">The events of some sessions, in order of time.</param>
/// <param name="shift">
/// How much later the judged events come than they did: sessions that are judged began while others were learnt, and a detector's
/// clock does not go back.
/// </param>
/// <param name="isExcused">Which anomalies in normal sessions are right; null: none.</param>
internal sealed class KeySplit(Func<IReadOnlyList<CalibrationCase>, IEnumerable<KeyEvent>> eventsOf, TimeSpan shift = default, Func<Anomaly, bool>? isExcused = null) : CalibrationSplit
{
    public override Task LearnAsync(AnomalyDetector detector, CancellationToken cancellation) => Write(detector, Learnt, TimeSpan.Zero, cancellation);

    public override Task JudgeAsync(AnomalyDetector detector, CancellationToken cancellation) => Write(detector, Judged, shift, cancellation);

    public override bool IsExcused(Anomaly anomaly) => isExcused?.Invoke(anomaly with { Timestamp = anomaly.Timestamp - shift }) ?? false;

    private Task Write(AnomalyDetector detector, IReadOnlyList<CalibrationCase> cases, TimeSpan later, CancellationToken cancellation)
    {
        foreach (var line in eventsOf(cases))
        {
            cancellation.ThrowIfCancellationRequested();
            detector.Intake.Take(line.Template, SessionId.From(line.Session), line.UtcTicks + later.Ticks, line.Severity, line.Template, TemplateRenderer.Instance);
            if (line.IsLast)
            {
                detector.CloseSession(line.Session);
            }
        }

        return Task.CompletedTask;
    }
}
