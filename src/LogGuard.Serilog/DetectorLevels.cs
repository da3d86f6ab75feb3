using System.Runtime.CompilerServices;

namespace LogGuard.Serilog;

/// <summary>
/// Connects the sinks that write to a detector with the <see cref="MinimumLevelController"/> that lowers the log's level for a
/// while: sessions that hold the additional events are not those that the model was learnt from.
/// </summary>
internal sealed class DetectorLevels
{
    private static readonly ConditionalWeakTable<AnomalyDetector, DetectorLevels> ByDetector = new();

    private Func<LogSeverity, bool>? _hides;

    /// <summary>The one of a detector. Asked for once by each sink.</summary>
    public static DetectorLevels Of(AnomalyDetector detector) => ByDetector.GetOrCreateValue(detector);

    /// <summary>Whether events of a severity are kept from the detector now.</summary>
    public bool Hides(LogSeverity severity) => Volatile.Read(ref _hides) is { } hides && hides(severity);

    /// <summary>Has a controller say what is hidden, until <see cref="Clear"/>; the last one counts.</summary>
    public void Set(Func<LogSeverity, bool> hides) => Volatile.Write(ref _hides, hides);

    /// <summary>Hides nothing any more, if this delegate is the last that was set.</summary>
    public void Clear(Func<LogSeverity, bool> hides) => Interlocked.CompareExchange(ref _hides, null, hides);
}
