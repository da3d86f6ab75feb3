namespace LogGuard;

/// <summary>Answers to anomalies.</summary>
public sealed partial class AnomalyDetector
{
    /// <summary>
    /// Answers an anomaly with "that was normal": its pattern is not reported again, in this process and, where there is
    /// a <see cref="AnomalyDetectorOptions.ModelPath"/>, after a restart. The pattern is the new template; or the
    /// template, or the session's end, behind the same last steps; or the same wrong count of a template.
    /// </summary>
    /// <param name="anomaly">An anomaly of this detector.</param>
    /// <returns>
    /// False where it cannot be marked: it is not of this detector, or was read back from text and is not among the last
    /// 10,000; its template found no room in the vocabulary; or 100,000 patterns are marked already, which is told.
    /// </returns>
    /// <remarks>
    /// May be called from any thread, and in the anomaly's receiver, and as often as one likes. It counts at once for all
    /// that is judged later, and for anomalies that still wait for their receivers: those of the same pattern are
    /// withdrawn, so whoever answers while receiving is asked once, however far detection is ahead.
    /// </remarks>
    public bool MarkNormal(Anomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        return _feedback.Mark(anomaly, isNormal: true);
    }

    /// <summary>Answers the anomaly with an <see cref="Anomaly.Id"/> with "that was normal"; see <see cref="MarkNormal(Anomaly)"/>.</summary>
    /// <param name="id">The id of one of the last 10,000 anomalies since the detector was made.</param>
    /// <returns>False where the id is not known any more, or for the reasons that <see cref="MarkNormal(Anomaly)"/> has.</returns>
    public bool MarkNormal(long id) => _feedback.Mark(id, isNormal: true);

    /// <summary>
    /// Answers an anomaly with "that was rightly reported": takes a mark as normal back, so that its pattern is reported
    /// again, and is remembered. Where answers contradict each other the last one counts, and a diagnostic line says so.
    /// </summary>
    /// <param name="anomaly">An anomaly of this detector.</param>
    /// <returns>False where it cannot be marked, for the reasons that <see cref="MarkNormal(Anomaly)"/> has.</returns>
    public bool MarkAnomalous(Anomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        return _feedback.Mark(anomaly, isNormal: false);
    }

    /// <summary>Answers the anomaly with an <see cref="Anomaly.Id"/> with "that was rightly reported"; see <see cref="MarkAnomalous(Anomaly)"/>.</summary>
    /// <param name="id">The id of one of the last 10,000 anomalies since the detector was made.</param>
    /// <returns>False where the id is not known any more, or there is no room for more marks.</returns>
    public bool MarkAnomalous(long id) => _feedback.Mark(id, isNormal: false);
}
