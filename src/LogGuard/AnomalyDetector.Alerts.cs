using System.Diagnostics;
using LogGuard.Alerts;
using LogGuard.Pipeline;
using LogGuard.Sequences;

namespace LogGuard;

/// <summary>Alerts: what anomalies come down to for those who are woken by them.</summary>
public sealed partial class AnomalyDetector
{
    // Sessions with anomalies that can be asked about. As many as may be open by default; an entry takes about 200 bytes.
    private const int ScoreLimit = 10_000;

    private AlertPolicy _alertPolicy = null!;
    private AlertDesk _alertDesk = null!;
    private SuppressionList _suppressions = null!;
    private SessionScores _scores = null!;
    private LiveSpans? _spans;
    private WebhookSender? _webhook;

    /// <summary>
    /// Raised for each alert, on the thread that delivers anomalies, behind the anomaly that it is about. An alert groups the
    /// anomalies of one cause; see <see cref="AnomalyDetectorOptions.Alerts"/>.
    /// </summary>
    public event EventHandler<Alert>? Alert;

    /// <summary>The alerts, to subscribe to. Told of completion when the detector is disposed of, never of an error.</summary>
    public IObservable<Alert> Alerts => new AlertSource(this);

    /// <summary>The suppressions that hold now, by the events' clock, the first to end first.</summary>
    public IReadOnlyList<Suppression> Suppressions => _suppressions.At(_alertPolicy.Now);

    /// <summary>
    /// Keeps alerts about one cause back until a time: its anomalies are raised and counted as ever, and the next alert about
    /// it tells how many there were. Where there is a <see cref="AnomalyDetectorOptions.ModelPath"/> it holds after a restart; a
    /// small file is written there before this returns.
    /// </summary>
    /// <param name="fingerprint">The <see cref="LogGuard.Alert.Fingerprint"/>.</param>
    /// <param name="until">When it ends, by the events' clock.</param>
    /// <returns>False where 10,000 hold already.</returns>
    /// <exception cref="ArgumentException">The fingerprint is empty, or longer than 100 characters.</exception>
    public bool Suppress(string fingerprint, DateTimeOffset until)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        if (fingerprint.Length > Fingerprint.LengthLimit)
        {
            throw new ArgumentException($"A fingerprint has at most {Fingerprint.LengthLimit} characters.", nameof(fingerprint));
        }

        return _suppressions.Add(fingerprint, until.UtcTicks, _alertPolicy.Now) && LookThroughAlerts();
    }

    /// <summary>Ends a suppression. What it kept back is told at once, as far as the rate limits allow.</summary>
    /// <param name="fingerprint">The <see cref="LogGuard.Alert.Fingerprint"/>.</param>
    /// <returns>Whether there was one.</returns>
    public bool Unsuppress(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        return _suppressions.Remove(fingerprint, _alertPolicy.Now) && LookThroughAlerts();
    }

    /// <summary>
    /// The alerts from now on, until the detector is disposed of. Up to
    /// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> wait for a slow reader; further ones are counted.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<Alert> ReadAlertsAsync(CancellationToken cancellationToken = default) => ReceiverStream.Open<Alert>(
        _dispatcher.Limit, _dispatcher.SubscribeToAlerts, _dispatcher.CountAlertDrop, static _ => false, cancellationToken);

    /// <summary>
    /// What is known against a session, for decisions of the host's own: which traces to keep, when to break a circuit. Cheap,
    /// from any thread, and never throws.
    /// </summary>
    /// <param name="sessionId">The value of its session property, or its trace id, as text or <see cref="ActivityTraceId"/>.</param>
    /// <returns>
    /// Null where nothing is known against it: it has no anomaly so far, was never seen, or 10,000 other sessions had one
    /// since. Normal sessions are not kept for this, so that they cost nothing.
    /// </returns>
    /// <remarks>Lines logged a few milliseconds ago may not be judged yet; <see cref="FlushAsync"/> waits for them.</remarks>
    public SessionScore? Score(object sessionId)
    {
        try
        {
            return _scores.Of(SessionOf(sessionId is ActivityTraceId trace ? trace.ToHexString() : sessionId));
        }
        catch (Exception)
        {
            // A value of the application's own type, whose hash code is not ours to trust.
            return null;
        }
    }

    /// <summary>Whether a door may leave out an event, because a minimum level is lowered for a time; null: none.</summary>
    internal ILevelGuard? LevelGuard { get; set; }

    /// <summary>Has something told of sessions on the reader's thread, until <see cref="Unwatch"/>.</summary>
    internal void Watch(ISessionWatcher watcher) => _alertDesk.Watch(watcher);

    internal void Unwatch(ISessionWatcher watcher) => _alertDesk.Unwatch(watcher);

    /// <summary>Runs something on the thread of the receivers, behind all that is queued for them.</summary>
    /// <returns>False where there is no room for it.</returns>
    internal bool PostToReceivers(Action action) => _dispatcher.Post(action);

    private AlertDesk MakeAlerts()
    {
        var options = _options.Alerts;
        _suppressions = new SuppressionList(_options.ModelPath is { } folder ? new SuppressionFile(folder, _diagnostics.Tell) : null);
        _scores = new SessionScores(ScoreLimit);
        _spans = options.MarkSpans ? new LiveSpans(options.SpanLimit) : null;
        _alertPolicy = new AlertPolicy(options, _suppressions, _dispatcher.Post, _feedback.IsNormal);
        _alertDesk = new AlertDesk(options, _alertPolicy, _scores, _spans, _diagnostics);
        _webhook = options.Webhook.Url is null ? null : new WebhookSender(options.Webhook, _options.Seed, _options.TimeProvider, _diagnostics);
        _dispatcher.SubscribeToAlerts(DeliverAlert, static () => { });
        return _alertDesk;
    }

    // On the dispatcher's thread. The webhook only queues it, and is first so that no receiver holds it up.
    private void DeliverAlert(Alert alert)
    {
        _webhook?.Post(alert);
        var calls = new CallList();
        calls.Try(() => _options.OnAlert?.Invoke(alert));
        foreach (var handler in Alert?.GetInvocationList() ?? [])
        {
            calls.Try(() => ((EventHandler<Alert>)handler)(this, alert));
        }

        calls.ThrowIfAny();
    }

    private bool CloseAlerts(TimeSpan timeout)
    {
        if (_webhook is null)
        {
            return true;
        }

        using (_webhook)
        {
            return _webhook.Close(timeout);
        }
    }

    // By the reader, which owns the policy.
    private bool LookThroughAlerts()
    {
        _ = _queue.PostAsync(_alertPolicy.LookThrough);
        return true;
    }

    private sealed class AlertSource(AnomalyDetector detector) : IObservable<Alert>
    {
        public IDisposable Subscribe(IObserver<Alert> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            return detector._dispatcher.SubscribeToAlerts(observer.OnNext, observer.OnCompleted);
        }
    }
}
