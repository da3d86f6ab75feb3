namespace LogGuard.Testing.Templates;

/// <summary>The methods that take a message template, which is their first string.</summary>
internal static class LogMethods
{
    public const string Attribute = "Microsoft.Extensions.Logging.LoggerMessageAttribute";

    private static readonly string[] SerilogNames = ["Write", "Verbose", "Debug", "Information", "Warning", "Error", "Fatal"];

    /// <summary>Whether a method takes a template that becomes a line. A scope's template does not.</summary>
    /// <param name="type">The full name of the type.</param>
    /// <param name="method">The name of the method.</param>
    public static bool IsOne(string type, string method) => type switch
    {
        "Microsoft.Extensions.Logging.LoggerExtensions" => method.StartsWith("Log", StringComparison.Ordinal),
        "Microsoft.Extensions.Logging.LoggerMessage" => method == "Define",
        "Serilog.ILogger" or "Serilog.Log" or "Serilog.Core.Logger" => SerilogNames.Contains(method),
        _ => false,
    };
}
