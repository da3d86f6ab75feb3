using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>The limits of <see cref="BufferedUntilAnomalySink"/>.</summary>
/// <param name="PassLevel">Events of this level and above are not buffered.</param>
/// <param name="EventLimit">Maximum number of buffered events per session.</param>
/// <param name="SessionLimit">Maximum number of sessions.</param>
/// <param name="TimeLimit">A session without an event for this long is dropped.</param>
/// <param name="AfterTime">How long the events of a session are written at once after its anomaly.</param>
internal sealed record BufferLimits(LogEventLevel PassLevel, int EventLimit, int SessionLimit, TimeSpan TimeLimit, TimeSpan AfterTime);
