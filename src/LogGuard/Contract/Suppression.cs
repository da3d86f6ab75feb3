namespace LogGuard;

/// <summary>An order not to alert about one cause for a time; its anomalies are raised and counted as ever.</summary>
/// <param name="Fingerprint">The <see cref="Alert.Fingerprint"/> of the cause.</param>
/// <param name="Until">When the order ends.</param>
public sealed record Suppression(string Fingerprint, DateTimeOffset Until);
