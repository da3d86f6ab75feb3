namespace LogGuard.Stress.Load;

/// <summary>One detector between two restarts, and its logging framework.</summary>
internal sealed class Generation(int number)
{
    private long _delivered;
    private volatile bool _isEnding;
    private AnomalyDetector? _detector;
    private IDoor? _door;
    private DetectorCounters? _settled;

    /// <summary>The number of the generation, counted from 0.</summary>
    public int Number { get; } = number;

    public AnomalyDetector Detector => _detector!;

    public IDoor Door => _door!;

    public DetectorCounters Counters => _settled ?? Detector.Counters;

    /// <summary>Whether all received events are processed, and every anomaly is delivered or dropped.</summary>
    public bool IsDone => Counters is var counters && counters.QueueLength == 0
        && counters.Anomalies <= Delivered + counters.AnomaliesDropped + counters.AnomaliesWithdrawn;

    /// <summary>Set before the detector is disposed.</summary>
    public bool IsEnding { get => _isEnding; set => _isEnding = value; }

    /// <summary>Anomalies that its receiver was called with.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public void CountDelivery() => Interlocked.Increment(ref _delivered);

    public void Begin(AnomalyDetector detector, IDoor door)
    {
        _detector = detector;
        _door = door;
    }

    /// <summary>Keeps the counters and releases the detector, once it has ended and is no longer called.</summary>
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
