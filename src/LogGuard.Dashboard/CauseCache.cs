namespace LogGuard.Dashboard;

/// <summary>The causes of a detector, at most a second old, so that many viewers cost the detector no more than one. Thread-safe.</summary>
internal sealed class CauseCache(TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    // An overfull queue must not hold a page back for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1);
    private (AnomalyDetector Detector, DateTimeOffset Time, IReadOnlyList<ActiveCause> Causes)? _last;

    /// <summary>The causes; those that were read last, or none, if the detector is too busy to say.</summary>
    public async Task<IReadOnlyList<ActiveCause>> GetAsync(AnomalyDetector detector, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_last is { } last && last.Detector == detector && time.GetUtcNow() - last.Time < Age)
            {
                return last.Causes;
            }

            var causes = await detector.GetCausesAsync(cancellation).WaitAsync(Patience, cancellation);
            _last = (detector, time.GetUtcNow(), causes);
            return causes;
        }
        catch (TimeoutException)
        {
            return _last?.Causes ?? [];
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Forgets the causes, since an answer changed them.</summary>
    public void Forget() => _last = null;
}
