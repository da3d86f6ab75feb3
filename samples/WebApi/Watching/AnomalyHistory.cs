using LogGuard;

namespace WebApi.Watching;

/// <summary>The last anomalies.</summary>
internal sealed class AnomalyHistory
{
    /// <summary>The maximum number of anomalies that are kept.</summary>
    public const int Limit = 1_000;

    private readonly Queue<Anomaly> _anomalies = new();
    private readonly Lock _lock = new();

    public void Add(Anomaly anomaly)
    {
        lock (_lock)
        {
            _anomalies.Enqueue(anomaly);
            if (_anomalies.Count > Limit)
            {
                _anomalies.Dequeue();
            }
        }
    }

    /// <summary>Returns the last anomalies, newest first.</summary>
    public Anomaly[] Newest(int count)
    {
        lock (_lock)
        {
            return [.. _anomalies.Reverse().Take(count)];
        }
    }
}
