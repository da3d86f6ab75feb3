using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>How much is held until a session turns anomalous.</summary>
/// <param name="PassLevel">Events of this level and above are not held.</param>
/// <param name="EventLimit">Most events held of a session.</param>
/// <param name="SessionLimit">Most sessions.</param>
/// <param name="TimeLimit">A session without an event for this long is dropped.</param>
/// <param name="AfterTime">How long events of a session are written at once behind its anomaly.</param>
internal sealed record BufferSettings(LogEventLevel PassLevel, int EventLimit, int SessionLimit, TimeSpan TimeLimit, TimeSpan AfterTime);
