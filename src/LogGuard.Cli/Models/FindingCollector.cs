namespace LogGuard.Cli.Models;

/// <summary>Groups the anomalies of a run by their causes. Anomalies come from one thread; the findings are read after it.</summary>
/// <param name="separate">Whether each anomaly is a finding of its own.</param>
internal sealed class FindingCollector(bool separate = false)
{
    /// <summary>Findings that are kept; further ones are counted only.</summary>
    public const int Limit = 10_000;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Entry> _order = [];
    private HashSet<string> _suppressed = [];

    /// <summary>Is given each anomaly that is not suppressed; null for none.</summary>
    public Action<Anomaly>? OnAdded { get; init; }

    /// <summary>All anomalies, without suppressed ones.</summary>
    public long Count { get; private set; }

    /// <summary>Anomalies whose cause is suppressed.</summary>
    public long SuppressedCount { get; private set; }

    /// <summary>Anomalies that found no room.</summary>
    public long LeftOutCount { get; private set; }

    /// <summary>The causes, in the order of their first anomalies.</summary>
    public IReadOnlyList<Finding> Findings =>
        [.. _order.Select((entry, i) => new Finding(i + 1, entry.Fingerprint, entry.Count, entry.Sessions.Count, entry.LastSeen, entry.First))];

    /// <summary>Leaves out the causes that are suppressed.</summary>
    public void Suppress(IEnumerable<Suppression> suppressions) => _suppressed = [.. suppressions.Select(suppression => suppression.Fingerprint)];

    public void Add(Anomaly anomaly, string fingerprint)
    {
        if (_suppressed.Contains(fingerprint))
        {
            SuppressedCount++;
            return;
        }

        Count++;
        OnAdded?.Invoke(anomaly);
        var key = separate ? $"{fingerprint} {Count}" : fingerprint;
        if (!_entries.TryGetValue(key, out var entry))
        {
            if (_entries.Count == Limit)
            {
                LeftOutCount++;
                return;
            }

            // The log is of no service and no version: these are the tool's own.
            entry = new Entry(fingerprint, anomaly with { Service = null, ApplicationVersion = null });
            _entries.Add(key, entry);
            _order.Add(entry);
        }

        entry.Count++;
        entry.LastSeen = anomaly.Timestamp;
        if (entry.Sessions.Count < Limit)
        {
            entry.Sessions.Add(anomaly.SessionId);
        }
    }

    private sealed class Entry(string fingerprint, Anomaly first)
    {
        public string Fingerprint => fingerprint;

        public Anomaly First => first;

        public long Count { get; set; }

        public DateTimeOffset LastSeen { get; set; }

        public HashSet<string> Sessions { get; } = new(StringComparer.Ordinal);
    }
}
