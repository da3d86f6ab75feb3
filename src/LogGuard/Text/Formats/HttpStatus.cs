namespace LogGuard.Parsing;

/// <summary>The severity of an HTTP status, for logs of requests, which have no level: 5xx is an error, 4xx a warning.</summary>
internal static class HttpStatus
{
    public static LogSeverity SeverityOf(ReadOnlySpan<char> status) => status.Length == 3
        ? status[0] switch
        {
            '5' => LogSeverity.Error,
            '4' => LogSeverity.Warning,
            _ => LogSeverity.Information,
        }
        : LogSeverity.Information;
}
