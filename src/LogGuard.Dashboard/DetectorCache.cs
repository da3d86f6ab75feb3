namespace LogGuard.Dashboard;

/// <summary>The causes and the templates of a detector, at most a second old, so that many viewers cost no more than one. Thread-safe.</summary>
internal sealed class DetectorCache(TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    // An overfull queue must not hold a page back for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly Lock _templatesLock = new();
    private (AnomalyDetector Detector, DateTimeOffset Time, IReadOnlyList<ActiveCause> Causes)? _last;
    private (AnomalyDetector Detector, DateTimeOffset Time, TemplateUsage[] Templates)? _templates;

    /// <summary>The causes; those that were read last, or none, if the detector is too busy to say.</summary>
    public async Task<IReadOnlyList<ActiveCause>> CausesAsync(AnomalyDetector detector, CancellationToken cancellation)
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

    /// <summary>The templates, the most frequent first.</summary>
    public IReadOnlyList<TemplateUsage> Templates(AnomalyDetector detector)
    {
        lock (_templatesLock)
        {
            if (_templates is not { } last || last.Detector != detector || time.GetUtcNow() - last.Time >= Age)
            {
                _templates = last = (detector, time.GetUtcNow(), [.. detector.Templates.OrderByDescending(one => one.Count).ThenBy(one => one.Key)]);
            }

            return last.Templates;
        }
    }

    /// <summary>Forgets the causes, since an answer changed them.</summary>
    public void Forget() => _last = null;
}
