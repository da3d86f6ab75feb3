using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>A log event with what was taken of its values.</summary>
/// <param name="Event">A copy that holds nothing else.</param>
/// <param name="ExceptionType">The type of its exception where the exception itself, whose message is a text, was left out.</param>
internal sealed record FilteredEvent(LogEvent Event, string? ExceptionType);
