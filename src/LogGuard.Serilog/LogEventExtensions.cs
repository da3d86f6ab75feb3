using Serilog.Events;

namespace LogGuard.Serilog;

internal static class LogEventExtensions
{
    /// <summary>The number that a property holds; NaN if there is none.</summary>
    public static double NumberOf(this LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: { } scalar } ? LogValue.ToNumber(scalar) : double.NaN;
}
