namespace LogGuard.Pipeline;

/// <summary>Counters of the reader. Only the reader writes them; any thread may read them.</summary>
internal sealed class ReaderCounters
{
    private long _processed;
    private long _scored;
    private long _leftBehind;
    private long _failed;
    private long _unknownKeys;
    private long _anomalies;
    private long _quarantined;
    private long _sessionsClosed;
    private long _valuesMissed;
    private readonly long[] _anomaliesByKind = new long[AnomalyCounts.KindCount];
    private int _openSessions;
    private int _sessionsCollected;

    public long Processed { get => Volatile.Read(ref _processed); set => Volatile.Write(ref _processed, value); }

    public long Scored { get => Volatile.Read(ref _scored); set => Volatile.Write(ref _scored, value); }

    public long LeftBehind { get => Volatile.Read(ref _leftBehind); set => Volatile.Write(ref _leftBehind, value); }

    public long Failed { get => Volatile.Read(ref _failed); set => Volatile.Write(ref _failed, value); }

    public long UnknownKeys { get => Volatile.Read(ref _unknownKeys); set => Volatile.Write(ref _unknownKeys, value); }

    public long Anomalies { get => Volatile.Read(ref _anomalies); set => Volatile.Write(ref _anomalies, value); }

    public AnomalyCounts AnomaliesByKind => new([.. _anomaliesByKind]);

    public void CountAnomaly(AnomalyKind kind)
    {
        Anomalies++;
        Volatile.Write(ref _anomaliesByKind[(int)kind], _anomaliesByKind[(int)kind] + 1);
    }

    public long ValuesMissed { get => Volatile.Read(ref _valuesMissed); set => Volatile.Write(ref _valuesMissed, value); }

    public long Quarantined { get => Volatile.Read(ref _quarantined); set => Volatile.Write(ref _quarantined, value); }

    public long SessionsClosed { get => Volatile.Read(ref _sessionsClosed); set => Volatile.Write(ref _sessionsClosed, value); }

    public int OpenSessions { get => Volatile.Read(ref _openSessions); set => Volatile.Write(ref _openSessions, value); }

    public int SessionsCollected { get => Volatile.Read(ref _sessionsCollected); set => Volatile.Write(ref _sessionsCollected, value); }
}
