using LogGuard.Diagnostics;
using LogGuard.Sequences;

namespace LogGuard.Alerts;

/// <summary>
/// Assembles the parts of alerting, and serves the detector's members about alerts. Members may be called from any thread.
/// </summary>
internal sealed class AlertHub
{
    // Sessions with anomalies that can be asked about: the default limit of open sessions. An entry takes about 200 bytes.
    private const int ScoreLimit = 10_000;

    private readonly SuppressionList _suppressions;
    private readonly SessionScoreTable _scores = new(ScoreLimit);
    private readonly WebhookSender? _webhook;
    private readonly CaptureRules? _capture;
    private readonly Action<Action> _runOnReader;
    private readonly Func<bool>? _isOwner;
    private readonly AlertStore? _store;

    // The change count of the state that was saved last.
    private long _savedChanges;

    /// <param name="options">The settings; checked.</param>
    /// <param name="capture">How session ids are hashed; null if they are not.</param>
    /// <param name="post">Delivers an alert; false if there is no room for it.</param>
    /// <param name="isNormal">Whether an anomaly was marked normal.</param>
    /// <param name="runOnReader">Runs an action on the reader's thread.</param>
    /// <param name="diagnostics">Receives messages about trouble.</param>
    /// <param name="isOwner">Whether this detector may change the folder of the model; null if it always may.</param>
    public AlertHub(
        AnomalyDetectorOptions options, CaptureRules? capture, Func<Alert, bool> post, Func<Anomaly, bool> isNormal,
        Action<Action> runOnReader, DiagnosticLog diagnostics, Func<bool>? isOwner = null)
    {
        var alerts = options.Alerts;
        _capture = capture;
        _runOnReader = runOnReader;
        _isOwner = isOwner;
        _suppressions = new SuppressionList(options.ModelPath is { } folder ? new SuppressionStore(folder, diagnostics.Warn, isOwner) : null);
        _store = options.ModelPath is { } path ? new AlertStore(path, diagnostics.Warn, isOwner) : null;
        Spans = alerts.MarkSpans ? new SpanTable(alerts.SpanLimit) : null;
        var fingerprints = new FingerprintMaker(() => FingerprintKey.Get(options, diagnostics.Tell, isOwner));
        Policy = new AlertPolicy(alerts, _suppressions, fingerprints, post, isNormal);
        Service = new AlertService(alerts, Policy, fingerprints, _scores, Spans, diagnostics);
        _webhook = alerts.Webhook.Url is null ? null : new WebhookSender(alerts.Webhook, options.Seed, options.TimeProvider, diagnostics);
    }

    /// <summary>Decides which anomalies become alerts. Its counts may be read from any thread.</summary>
    public AlertPolicy Policy { get; }

    /// <summary>The fingerprint of an anomaly's cause.</summary>
    public string FingerprintOf(Anomaly anomaly) => Service.FingerprintOf(anomaly);

    /// <summary>The part that the reader calls.</summary>
    public AlertService Service { get; }

    /// <summary>The live spans of traces that log; null if anomalies are not noted in them.</summary>
    public SpanTable? Spans { get; }

    /// <summary>Alerts that the webhook's receiver accepted.</summary>
    public long WebhookDelivered => _webhook?.Delivered ?? 0;

    /// <summary>Alerts that the webhook gave up.</summary>
    public long WebhookDropped => _webhook?.Dropped ?? 0;

    /// <summary>The suppressions that hold now, by the events' clock.</summary>
    public IReadOnlyList<Suppression> Suppressions => _suppressions.At(Policy.Now);

    /// <summary>Keeps alerts about one cause back until a time.</summary>
    /// <returns>False if there are too many suppressions.</returns>
    /// <exception cref="ArgumentException">The fingerprint is empty or too long.</exception>
    public bool Suppress(string fingerprint, DateTimeOffset until)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        if (fingerprint.Length > Fingerprint.LengthLimit)
        {
            throw new ArgumentException($"A fingerprint has at most {Fingerprint.LengthLimit} characters.", nameof(fingerprint));
        }

        return _suppressions.Add(fingerprint, until.UtcTicks, Policy.Now) && LookThrough();
    }

    /// <summary>Joins the suppressions that another detector on the same folder has saved with the changes made here.</summary>
    public void JoinSuppressions() => _suppressions.Join();

    /// <summary>Continues the causes that a process before has saved and that are not tracked here. Called before the first event, or by the reader.</summary>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    public void Restore(int keyCount)
    {
        if (_store?.Load() is { } saved)
        {
            Policy.Restore(saved, keyCount);
        }
    }

    /// <summary>Takes the state of the causes, to be passed to <see cref="Save"/>. Called by the reader, or after its end.</summary>
    /// <returns>Null if it has not changed since, or is not saved.</returns>
    public SavedAlerts? TakeState() =>
        _store is { IsOwner: true } && Policy.ChangeCount != Volatile.Read(ref _savedChanges) ? Policy.Save() : null;

    /// <summary>Saves a state. One thread at a time.</summary>
    public void Save(SavedAlerts? state)
    {
        if (state is not null && _store?.Save(state) == true)
        {
            Volatile.Write(ref _savedChanges, state.ChangeCount);
        }
    }

    /// <summary>Deletes what dead processes left behind. Nobody else may write to the folder meanwhile.</summary>
    public void DeleteLeftovers() => _store?.DeleteLeftovers();

    /// <summary>Ends a suppression.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Unsuppress(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        return _suppressions.Remove(fingerprint, Policy.Now) && LookThrough();
    }

    /// <summary>The anomalies of a session; null if none is known.</summary>
    public SessionScore? ScoreOf(object sessionId)
    {
        try
        {
            foreach (var candidate in _capture.CandidatesOf(SessionId.From(sessionId)))
            {
                if (_scores.Of(candidate) is { } score)
                {
                    return score;
                }
            }

            return null;
        }
        catch (Exception)
        {
            // The value may be of the application's own type, whose conversion to text may throw.
            return null;
        }
    }

    /// <summary>Sends an alert to the webhook, if there is one. Queues it and returns.</summary>
    public void Send(Alert alert) => _webhook?.Post(alert);

    /// <summary>Ends the webhook.</summary>
    /// <returns>False if time ran out before all alerts were sent.</returns>
    public bool Close(TimeSpan timeout)
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

    // The reader owns the policy, and takes the folder over if another detector that owned it has ended.
    private bool LookThrough()
    {
        _runOnReader(() =>
        {
            Policy.LookThrough();
            if (_isOwner?.Invoke() == true)
            {
                _suppressions.SaveRest();
            }
        });
        return true;
    }
}
