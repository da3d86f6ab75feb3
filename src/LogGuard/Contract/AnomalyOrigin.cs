namespace LogGuard;

/// <summary>
/// The data that the detector keeps with an anomaly to recognise similar ones after feedback. Detection defines the content, and only
/// detection reads it.
/// </summary>
internal abstract class AnomalyOrigin;
