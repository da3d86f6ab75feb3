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

    /// <summary>Returns the instance of a detector. Each sink and each controller calls it once.</summary>
    public static DetectorLevels Of(AnomalyDetector detector) => ByDetector.GetOrCreateValue(detector);

    /// <summary>Whether events of a severity are kept from the detector now.</summary>
    public bool Hides(LogSeverity severity) => Volatile.Read(ref _hides) is { } hides && hides(severity);

    /// <summary>Sets the filter, until <see cref="Clear"/>. A later filter replaces an earlier one.</summary>
    public void Set(Func<LogSeverity, bool> hides) => Volatile.Write(ref _hides, hides);

    /// <summary>Removes the filter, unless another has replaced it.</summary>
    public void Clear(Func<LogSeverity, bool> hides) => Interlocked.CompareExchange(ref _hides, null, hides);
}
