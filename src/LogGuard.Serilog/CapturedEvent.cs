using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>A copy of a log event with only its captured values.</summary>
/// <param name="Event">The copy.</param>
/// <param name="ExceptionType">The type of the exception, if the exception itself was left out because its message is text; otherwise null.</param>
/// <param name="Exception">The exception in the same case, without messages; otherwise null.</param>
internal sealed record CapturedEvent(LogEvent Event, string? ExceptionType, ExceptionDetail? Exception);
