using Microsoft.Extensions.Configuration;

namespace LogGuard.Serilog;

/// <summary>
/// Finds misspelt arguments of <c>AnomalyDetector</c> in a configuration. Serilog passes on those that a parameter takes, and drops
/// the others without a word.
/// </summary>
internal static class JsonArguments
{
    private const string Method = "AnomalyDetector";

    /// <summary>The arguments that may stand together, as the documentation lists them.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "options", "modelPath", "sessionProperty", "trainingSessions", "idleTimeout", "targetAlarmRate", "topG", "queueLimit", "whenFull",
        "onAnomaly", "diagnostics", "configure", "restrictedToMinimumLevel", "levelSwitch",
    ];

    /// <summary>Returns a message for each argument without effect, wherever in the configuration a sink is named.</summary>
    /// <param name="configuration">The configuration; null if it is not known.</param>
    public static IEnumerable<string> RemarksOn(IConfiguration? configuration)
    {
        foreach (var section in configuration?.GetChildren() ?? [])
        {
            if (string.Equals(section.Value, Method, StringComparison.Ordinal) && string.Equals(section.Key, "Name", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var argument in configuration!.GetSection("Args").GetChildren())
                {
                    if (!Known.Contains(argument.Key, StringComparer.OrdinalIgnoreCase))
                    {
                        yield return $"the argument {argument.Key} has no effect; {Method} takes {string.Join(", ", Known)}.";
                    }
                }
            }

            foreach (var remark in RemarksOn(section))
            {
                yield return remark;
            }
        }
    }
}
