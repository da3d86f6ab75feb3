using LogGuard.Extensions.Logging.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// Passes the events of Microsoft.Extensions.Logging to a detector. Usually created by <c>AddAnomalyDetector</c>. Filters refer
/// to it by its type or by the alias <c>AnomalyDetector</c>.
/// </summary>
/// <remarks>
/// The loggers never throw, because the framework would rethrow into the application, and they ignore events after disposal.
/// Events of the category <c>LogGuard</c> and of categories below it are ignored.
/// </remarks>
[ProviderAlias("AnomalyDetector")]
public sealed class AnomalyDetectorLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly Func<string, bool>? _watches;
    private readonly DiagnosticRelay? _relay;
    private IExternalScopeProvider? _scopes;

    /// <summary>Creates a provider for an existing detector. The caller disposes the detector after the loggers.</summary>
    /// <param name="detector">The detector. Several providers may share one detector.</param>
    public AnomalyDetectorLoggerProvider(AnomalyDetector detector)
        : this(detector, null)
    {
    }

    internal AnomalyDetectorLoggerProvider(AnomalyDetector detector, Func<string, bool>? watches, DiagnosticRelay? relay = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        Detector = detector;
        SessionProperty = detector.Intake.SessionProperty is { } name ? new SessionPropertyName(name, detector.Intake) : null;
        _watches = watches;
        _relay = relay;
    }

    internal AnomalyDetector Detector { get; }

    /// <summary>The property that names an event's session; null if none does.</summary>
    internal SessionPropertyName? SessionProperty { get; }

    internal IExternalScopeProvider? Scopes => _scopes;

    internal bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        if (LogGuardCategory.Is(categoryName))
        {
            return NullLogger.Instance;
        }

        if (_relay is not null)
        {
            // The logger factory is built before it asks for the first logger.
            using (Detector.Unwatched())
            {
                _relay.Connect();
            }
        }

        return _watches?.Invoke(categoryName) == false ? NullLogger.Instance : new AnomalyDetectorLogger(this, categoryName);
    }

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>Stops passing events. The detector is not disposed.</summary>
    public void Dispose() => IsDisposed = true;
}
