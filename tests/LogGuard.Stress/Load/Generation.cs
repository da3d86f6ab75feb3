namespace LogGuard.Stress.Load;

/// <summary>One detector between two restarts, and the door in front of it.</summary>
internal sealed class Generation(int number)
{
    private long _delivered;
    private volatile bool _isEnding;
    private AnomalyDetector? _detector;
    private IDoor? _door;
    private DetectorCounters? _settled;

    /// <summary>Counted from 0.</summary>
    public int Number { get; } = number;

    public AnomalyDetector Detector => _detector!;

    public IDoor Door => _door!;

    public DetectorCounters Counters => _settled ?? Detector.Counters;

    /// <summary>Whether all that was received is worked off, and every anomaly delivered or given up.</summary>
    public bool IsDone => Counters is var counters && counters.QueueLength == 0
        && counters.Anomalies <= Delivered + counters.AnomaliesDropped + counters.AnomaliesWithdrawn;

    /// <summary>Set before the detector is disposed of.</summary>
    public bool IsEnding { get => _isEnding; set => _isEnding = value; }

    /// <summary>Anomalies that its receiver was called for.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public void CountDelivery() => Interlocked.Increment(ref _delivered);

    public void Begin(AnomalyDetector detector, IDoor door)
    {
        _detector = detector;
        _door = door;
    }

    /// <summary>Keeps the counters and lets the detector go, once it has ended and nobody calls it any more.</summary>
    public void Settle()
    {
        if (IsEnding && _settled is null && IsDone)
        {
            _settled = Detector.Counters;
            _door!.Dispose();
            (_detector, _door) = (null, null);
        }
    }
}
