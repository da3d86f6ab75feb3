using System.Text.Json;
using LogGuard.Primitives;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Alerts;

/// <summary>
/// Stores the tracked causes next to the snapshots, not in them: a rollback to an earlier snapshot forgets no alert. Replaced by an
/// atomic rename. It holds templates and no text of lines. Failures are reported as diagnostic messages only.
/// </summary>
/// <param name="folder">The folder of the snapshots.</param>
/// <param name="tell">Receives messages about failures.</param>
/// <param name="isOwner">Whether this detector may change the folder; null if it always may.</param>
internal sealed class AlertStore(string folder, Action<string> tell, Func<bool>? isOwner = null)
{
    internal const string Name = "alerts.json";

    // Characters of saved anomalies may take six bytes each.
    internal const long SizeLimit = 8 * AlertPolicy.SavedLimit;

    private readonly string _path = Path.Combine(folder, Name);
    private bool _hasFailed;

    /// <summary>Whether this detector may save, or may by now.</summary>
    public bool IsOwner => isOwner?.Invoke() != false;

    /// <summary>Loads the state. A damaged file is renamed and reported.</summary>
    /// <returns>Null if there is none, or another detector owns the folder.</returns>
    public SavedAlerts? Load()
    {
        try
        {
            if (!IsOwner || !File.Exists(_path))
            {
                return null;
            }

            var saved = JsonSerializer.Deserialize(RegularFile.Read(_path, SizeLimit), AlertsJson.Default.SavedAlerts);
            Require(saved is not null, "it is empty");
            Check(saved);
            return saved;
        }
        catch (Exception exception) when (exception is not (IOException or UnauthorizedAccessException or OutOfMemoryException))
        {
            tell($"{_path} is damaged and {DamagedFile.SetAside(_path)}; causes that were reported before this start are reported as new: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            tell($"{_path} cannot be read; causes that were reported before this start are reported as new: {exception.Message}");
        }

        return null;
    }

    /// <summary>Saves the state.</summary>
    /// <returns>Whether it is on the disk.</returns>
    public bool Save(SavedAlerts saved)
    {
        if (!IsOwner)
        {
            return false;
        }

        try
        {
            AtomicFile.Write(_path, file => JsonSerializer.Serialize(file, saved, AlertsJson.Default.SavedAlerts));
            _hasFailed = false;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                tell($"{_path} cannot be written; after a restart, known causes are reported as new: {exception.Message}");
            }

            return false;
        }
    }

    /// <summary>Deletes what dead processes left behind. Nobody else may write to the folder meanwhile.</summary>
    public void DeleteLeftovers() => AtomicFile.DeleteLeftovers(_path);

    // A null in the file becomes a null element, despite the non-nullable type.
    private static void Check(SavedAlerts saved)
    {
        Require(saved.Format == SavedAlerts.CurrentFormat, "another version wrote it");
        Require(IsTime(saved.Now) && IsGate(saved.Gate), "its times are none");
        Require(saved.Incidents.All(IsIncident), "an incident is none");
        Require(saved.Resolved.All(cause => IsCause(cause) && cause.Newest is null), "a resolved cause is none");
        var fingerprints = saved.Incidents.SelectMany(incident => incident.Causes).Concat(saved.Resolved).Select(cause => cause.Fingerprint).ToArray();
        Require(fingerprints.Distinct(StringComparer.Ordinal).Count() == fingerprints.Length, "a cause is in it twice");
    }

    private static bool IsIncident(SavedIncident? incident) =>
        incident is { Id.Length: > 0, Rank: >= 0 and < SeverityRule.RankCount, ToldRank: >= -1 and < SeverityRule.RankCount, Told: >= 0, Interval: > 0 }
        && IsTime(incident.Began) && IsTime(incident.LastSeen) && IsTime(incident.Due) && IsTime(incident.ResolvedDue) && IsTime(incident.Interval)
        && incident.Sessions.Length <= Alert.SessionCountLimit && incident.Links.Length <= IncidentLinks.Limit
        && incident.Causes.Length is > 0 and <= AlertIncident.CauseLimit
        && incident.Causes.All(cause => IsCause(cause) && cause.Newest is not null && cause.Rate is not null);

    private static bool IsCause(SavedCause? cause) =>
        cause is { Fingerprint.Length: > 0 and <= Fingerprint.LengthLimit, Earlier.Length: > 0 and <= Fingerprint.LengthLimit, Rank: >= 0 and < SeverityRule.RankCount }
        && cause.Untold >= 0 && cause.Count >= cause.Untold && IsGate(cause.Gate) && Enum.IsDefined(cause.Severity)
        && (cause.Rate is null || IsRate(cause.Rate)) && (cause.Newest is null || IsAnomaly(cause.Newest.Anomaly));

    private static bool IsRate(SavedRate rate) =>
        rate.Recent.Length == CauseRate.RecentCount && rate.Recent.All(IsTime) && rate.Next is >= 0 and < CauseRate.RecentCount && rate.Count >= 0
        && IsTime(rate.First) && IsTime(rate.PastAt) && IsTime(rate.ToldAt) && rate.Past >= 0 && rate.Told >= 0
        && double.IsFinite(rate.Past) && double.IsFinite(rate.Told);

    private static bool IsAnomaly(Anomaly anomaly) =>
        Enum.IsDefined(anomaly.Kind) && Enum.IsDefined(anomaly.Severity) && anomaly.Expected.All(step => step is not null)
        && anomaly.RecentSteps.All(step => step is not null) && anomaly.Properties.Values.All(value => value is not null)
        && anomaly.Exception is not { Type: null };

    private static bool IsGate(long[] gate) => gate.Length == SeverityRule.RankCount && gate.All(IsTime);
}
