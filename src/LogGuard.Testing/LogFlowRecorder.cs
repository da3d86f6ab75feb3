using System.Reflection;

namespace LogGuard.Testing;

/// <summary>
/// Records the flows of a run: the orders of log lines in its sessions. Attach it to the log of each service that the tests start,
/// with <c>.WriteTo.FlowRecorder(recorder)</c> or <c>logging.AddFlowRecorder(recorder)</c>.
/// </summary>
/// <remarks>
/// Thread-safe; several services may share a recorder. It uses the sessions of a detector that only collects, so that it groups lines
/// exactly as the detector in production does, and, like a detector, it never throws into the application. A line should reach it
/// through one log only. A full queue makes the application wait, so that no line is lost.
/// </remarks>
/// <example>
/// <code>
/// await using var recorder = new LogFlowRecorder(options => options.Session.Property = "OrderId");
/// builder.Logging.AddFlowRecorder(recorder);
/// // ... the tests ...
/// var flows = await recorder.GetFlowsAsync();
/// flows.ShouldMatchApproved();
/// </code>
/// </example>
public sealed class LogFlowRecorder : IAsyncDisposable, IDisposable
{
    // The largest values that the settings allow: the detector is never to train.
    private const int MostSessions = 100_000_000;
    private const int MostEvents = 1_000_000_000;

    private readonly Assembly[] _build;

    /// <summary>Creates a recorder.</summary>
    /// <param name="configure">
    /// Sets the same <see cref="AnomalyDetectorOptions.Session"/>, <see cref="AnomalyDetectorOptions.Keys"/> and <see cref="AnomalyDetectorOptions.Capture"/>
    /// as the detector in production; a method of the application that sets all its options may be shared. Settings of models, training
    /// and callbacks have no effect here. Null for the defaults.
    /// </param>
    /// <param name="build">
    /// The application's assemblies. The flows then list the templates that these assemblies have and no test runs, see
    /// <see cref="LogFlows.NeverRun"/>.
    /// </param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
    public LogFlowRecorder(Action<AnomalyDetectorOptions>? configure = null, params Assembly[] build)
    {
        ArgumentNullException.ThrowIfNull(build);
        _build = [.. build];
        var options = new AnomalyDetectorOptions();
        configure?.Invoke(options);
        (options.ModelPath, options.RequireModel, options.MinesWorkflows) = (null, false, false);
        (options.OnAnomaly, options.OnAlert) = (null, null);
        (options.EngineFactory, options.TemplateVectorizer) = (null, null);
        options.Name = "flows";
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Values.Enabled = false;
        options.Rates.Enabled = false;
        options.Training = new TrainingOptions { SessionCount = MostSessions, EventCount = MostEvents, StreamEventCount = MostEvents };
        Detector = new AnomalyDetector(options);
    }

    internal AnomalyDetector Detector { get; }

    /// <summary>Ends all open sessions, and returns the flows recorded so far. Call it when the tests have ended.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">
    /// The recorder is disposed, or nothing was recorded in sessions for a day of the log's own time.
    /// </exception>
    /// <exception cref="BadImageFormatException">An assembly of the build cannot be read.</exception>
    public async Task<LogFlows> GetFlowsAsync(CancellationToken cancellationToken = default)
    {
        var flows = await Detector.CollectFlowsAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The recorder is disposed, or the log had no sessions for a day of its own time.");
        return _build.Length == 0 ? flows : flows.WithBuild(BuildTemplates.Of(_build));
    }

    /// <summary>Ends the recording. Lines that come later are ignored.</summary>
    public void Dispose() => Detector.Dispose();

    /// <summary>Ends the recording. Lines that come later are ignored.</summary>
    public ValueTask DisposeAsync() => Detector.DisposeAsync();
}
