using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>The least severe level that the filters let through to our provider, where a category has no rule of its own.</summary>
internal static class ProviderMinimumLevel
{
    /// <summary>As the framework chooses: a rule for the provider before one for all, a later one before an earlier.</summary>
    public static LogLevel Of(LoggerFilterOptions options)
    {
        var rules = options.Rules.Where(rule => string.IsNullOrEmpty(rule.CategoryName) || rule.CategoryName == "*").ToArray();
        var rule = rules.LastOrDefault(rule => rule.ProviderName is "AnomalyDetector" || rule.ProviderName == typeof(AnomalyDetectorLoggerProvider).FullName)
            ?? rules.LastOrDefault(rule => rule.ProviderName is null);
        return rule is null ? options.MinLevel : rule.LogLevel ?? LogLevel.Trace;
    }
}
