using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>Determines the minimum level of the provider for categories without a rule of their own.</summary>
internal static class ProviderMinimumLevel
{
    /// <summary>Applies the framework's order: a rule for the provider precedes a rule for all providers, and the last rule wins.</summary>
    public static LogLevel Of(LoggerFilterOptions options)
    {
        var rules = options.Rules.Where(rule => string.IsNullOrEmpty(rule.CategoryName) || rule.CategoryName == "*").ToArray();
        var rule = rules.LastOrDefault(rule => rule.ProviderName is "AnomalyDetector" || rule.ProviderName == typeof(AnomalyDetectorLoggerProvider).FullName)
            ?? rules.LastOrDefault(rule => rule.ProviderName is null);
        return rule is null ? options.MinLevel : rule.LogLevel ?? LogLevel.Trace;
    }
}
