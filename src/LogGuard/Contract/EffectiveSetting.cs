namespace LogGuard;

/// <summary>A setting of a running detector; see <see cref="AnomalyDetector.Settings"/>.</summary>
/// <param name="Name">The name as in a configuration file, with dots, such as <c>Session.IdleTimeout</c>.</param>
/// <param name="Value">The value as in a configuration file; "(not shown)" for a secret that is set.</param>
/// <param name="Default">The default value, as in a configuration file.</param>
/// <param name="IsLive">Whether <see cref="AnomalyDetector.ApplySettings"/> changes it without a restart.</param>
public sealed record EffectiveSetting(string Name, string Value, string Default, bool IsLive);
