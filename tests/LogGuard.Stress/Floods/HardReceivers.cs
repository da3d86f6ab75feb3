namespace LogGuard.Stress.Floods;

/// <summary>Receivers that block, throw, log, and call back into the detector, even for what cannot end before they return.</summary>
internal sealed class HardReceivers : Flood
{
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private FloodHost? _host;
    private int _calls;

    public override string Name => "receivers";

    // It throws, and the detector says so.
    public override bool Expects(string diagnostic) => diagnostic.Contains(nameof(TimeoutException), StringComparison.Ordinal);

    public override void Configure(AnomalyDetectorOptions options, FloodHost host)
    {
        _host = host;
        options.OnAnomaly = Misbehave;
        options.OnAlert = alert =>
        {
            host.Plants.Take(alert);
            Misbehave(alert.Anomaly);
        };
    }

    // About two anomalies a second: what blocks longer than the next one takes to come delays all, which is documented.
    public override void Run(FloodHost host, Random random)
    {
        var pacer = new Pacer(200);
        for (var number = Load.OrderWorkflow.FirstFault; host.GoesOn; number++)
        {
            host.LogOrder(number);
            pacer.Step();
        }
    }

    private void Misbehave(Anomaly anomaly)
    {
        var detector = _host!.Detector;
        switch (Interlocked.Increment(ref _calls) % 9)
        {
            case 0:
                Thread.Sleep(Block);
                break;
            case 1:
                throw new TimeoutException("a receiver that throws");
            case 2:
                TryWait(detector.FlushAsync);
                break;
            case 3:
                TryWait(detector.CloseSessionsAsync);
                break;
            case 4:
                _ = detector.Score(anomaly.SessionId);
                detector.CloseSession(anomaly.SessionId);
                break;
            case 5:
                detector.MarkAnomalous(anomaly);
                break;
            case 6:
                _host.WriteUnwatched(new FloodLine("Anomaly {Id} was received", anomaly.Id) { Severity = LogSeverity.Error });
                break;
            case 7:
                detector.Suppress("unknown-line-0000000000000000", anomaly.Timestamp + Long);
                break;
            default:
                TryWait(detector.SaveAsync);
                break;
        }
    }

    // May throw or return at once; waiting without an end would stop all delivery.
    private static void TryWait(Func<CancellationToken, Task> call)
    {
        try
        {
            call(CancellationToken.None).Wait();
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException { InnerException: InvalidOperationException })
        {
        }
    }
}
