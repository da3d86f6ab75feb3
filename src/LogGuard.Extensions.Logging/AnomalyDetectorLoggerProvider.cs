using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// Hands the events of Microsoft.Extensions.Logging to a detector. Usually made by <c>AddAnomalyDetector</c>; in filters it
/// goes by its type or as <c>AnomalyDetector</c>.
/// </summary>
/// <remarks>
/// Its loggers never throw, which the framework would pass on to the application, and ignore events after disposal. What is
/// logged under the category <c>LogGuard</c>, or one below it, is not watched.
/// </remarks>
[ProviderAlias("AnomalyDetector")]
public sealed class AnomalyDetectorLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly Func<string, bool>? _watches;
    private IExternalScopeProvider? _scopes;

    /// <summary>Makes a provider for a detector that the host keeps, and disposes of after the loggers.</summary>
    /// <param name="detector">The detector; one may be given to several providers.</param>
    public AnomalyDetectorLoggerProvider(AnomalyDetector detector)
        : this(detector, null)
    {
    }

    internal AnomalyDetectorLoggerProvider(AnomalyDetector detector, Func<string, bool>? watches)
    {
        ArgumentNullException.ThrowIfNull(detector);
        Detector = detector;
        _watches = watches;
    }

    internal AnomalyDetector Detector { get; }

    internal IExternalScopeProvider? Scopes => _scopes;

    internal bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        LogGuardCategory.Is(categoryName) || _watches?.Invoke(categoryName) == false ? NullLogger.Instance : new AnomalyDetectorLogger(this, categoryName);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>Ends the watching. The detector is left to whoever made it.</summary>
    public void Dispose() => IsDisposed = true;
}
