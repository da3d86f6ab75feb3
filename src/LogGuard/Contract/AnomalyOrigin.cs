namespace LogGuard;

/// <summary>
/// What the detector keeps with an anomaly to recognise its like when it is answered. Detection defines its content; nothing
/// else looks into it.
/// </summary>
internal abstract class AnomalyOrigin;
