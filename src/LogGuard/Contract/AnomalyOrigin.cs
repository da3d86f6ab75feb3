namespace LogGuard;

/// <summary>
/// Data that the detector keeps with an anomaly, so that an answer also applies to similar anomalies. Detection defines and
/// reads the content.
/// </summary>
internal abstract class AnomalyOrigin;
