namespace LogGuard.Cli.Models;

/// <summary>The anomalies of one cause.</summary>
/// <param name="Id">Its number in the report, from 1: the ID of explain and answer.</param>
/// <param name="Fingerprint">Identifies the cause in every report; see suppress.</param>
/// <param name="Count">Number of its anomalies.</param>
/// <param name="SessionCount">Number of sessions that have one.</param>
/// <param name="LastSeen">The time of the last one.</param>
/// <param name="Anomaly">The first one.</param>
internal sealed record Finding(int Id, string Fingerprint, long Count, int SessionCount, DateTimeOffset LastSeen, Anomaly Anomaly);
