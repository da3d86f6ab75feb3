namespace LogGuard.Parsing;

/// <summary>The names under which well-known loggers write JSON, after their documentation and what they write.</summary>
internal static class ReadyJsonFormats
{
    private static readonly string[] TraceIds = ["trace_id", "traceId", "trace.id", "traceID", "TraceId", "dd.trace_id", "X-B3-TraceId", "traceid"];

    // Serilog's JsonFormatter and the ones that derive from it, such as that for Elasticsearch.
    private static readonly JsonLineFields Serilog = new()
    {
        Time = ["Timestamp", "@timestamp", "timestamp"],
        Level = ["Level", "level"],
        Message = ["RenderedMessage", "message", "Message", "renderedMessage"],
        Template = ["MessageTemplate", "messageTemplate"],
        Exception = ["Exception", "exception", "exceptions"],
        TraceId = ["TraceId", "traceId"],
        Others = ["SpanId", "Renderings"],
        Properties = ["Properties", "fields", "properties"],
    };

    // Elastic Common Schema, as written by its loggers for every platform. The names are dotted or nested.
    private static readonly JsonLineFields Ecs = new()
    {
        Time = ["@timestamp"],
        Level = ["log.level"],
        Message = ["message"],
        Exception = ["error.stack_trace", "error.message"],
        TraceId = ["trace.id"],
        Others = ["log.logger", "service.name", "process.thread.name", "transaction.id", "span.id", "error.type", "ecs.version"],
        Properties = ["labels", "metadata"],
        Required = ["@timestamp", "log.level"],
    };

    // Node.js: levels are numbers, times are milliseconds since 1970 or ISO.
    private static readonly JsonLineFields Pino = new()
    {
        Time = ["time", "timestamp"],
        Level = ["level"],
        Message = ["msg", "message"],
        Exception = ["err.stack", "err.message", "stack"],
        TraceId = TraceIds,
        Others = ["name", "pid", "hostname", "reqId"],
        LevelIsNumber = true,
    };

    private static readonly JsonLineFields Bunyan = new()
    {
        Time = ["time"],
        Level = ["level"],
        Message = ["msg"],
        Exception = ["err.stack", "err.message"],
        TraceId = TraceIds,
        Others = ["name", "hostname", "pid", "component", "req_id", "v"],
        Required = ["v", "name", "level", "msg"],
        LevelIsNumber = true,
    };

    // Go's standard library.
    private static readonly JsonLineFields Slog = new()
    {
        Time = ["time"],
        Level = ["level"],
        Message = ["msg"],
        Exception = ["err.stack", "stack"],
        TraceId = TraceIds,
        Others = ["source.function", "source.file", "source.line"],
        Required = ["level", "msg"],
    };

    // Go: times are seconds since 1970 with decimals, or ISO.
    private static readonly JsonLineFields Zap = new()
    {
        Time = ["ts", "timestamp", "T"],
        Level = ["level", "L"],
        Message = ["msg", "M"],
        Exception = ["stacktrace", "errorVerbose", "S"],
        TraceId = TraceIds,
        Others = ["logger", "caller"],
    };

    private static readonly JsonLineFields Logrus = new()
    {
        Time = ["time"],
        Level = ["level"],
        Message = ["msg"],
        Exception = ["stack"],
        TraceId = TraceIds,
        Others = ["func", "file"],
        Required = ["level", "msg", "time"],
    };

    // journalctl -o json: times are microseconds since 1970, levels are syslog's numbers.
    private static readonly JsonLineFields Journal = new()
    {
        Time = ["__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP"],
        Level = ["PRIORITY"],
        Message = ["MESSAGE"],
        TraceId = [],
        Others = ["_SYSTEMD_UNIT", "SYSLOG_IDENTIFIER", "_PID", "_HOSTNAME", "_COMM", "_BOOT_ID", "__CURSOR"],
        Required = ["__REALTIME_TIMESTAMP"],
    };

    // The usual names of all others: Log4j, Logback with Logstash's encoder, Python, winston, zerolog, cloud platforms.
    private static readonly JsonLineFields Any = new()
    {
        Time = ["time", "timestamp", "@timestamp", "ts", "datetime", "date", "asctime", "timeMillis", "eventTime", "Timestamp", "Time", "t", "instant.epochSecond"],
        Level = ["level", "severity", "levelname", "lvl", "loglevel", "log.level", "logLevel", "log_level", "Level", "LogLevel", "Severity", "level_name"],
        Message = ["message", "msg", "log", "event", "Message", "textPayload", "short_message", "body", "text", "renderedMessage"],
        Template = ["messageTemplate", "MessageTemplate", "message_template"],
        Exception = ["exception", "stack_trace", "exc_info", "stacktrace", "stack", "Exception", "error.stack", "err.stack", "error.stack_trace", "thrown.extendedStackTrace", "exception.stacktrace", "full_message"],
        TraceId = TraceIds,
        Others = ["logger", "thread", "service"],
        Properties = ["Properties", "fields", "mdc", "contextMap"],
    };

    /// <summary>All of them. Stricter ones stand further down.</summary>
    public static IEnumerable<LineFormat> All { get; } =
    [
        new JsonFieldFormat("Json", Any),
        new JsonFieldFormat("Slog", Slog),
        new JsonFieldFormat("Logrus", Logrus),
        new JsonFieldFormat("Zap", Zap),
        new JsonFieldFormat("Pino", Pino),
        new JsonFieldFormat("Bunyan", Bunyan),
        new JsonFieldFormat("JournalJson", Journal),
        new JsonFieldFormat("SerilogElasticsearch", Serilog with { Required = ["messageTemplate"] }),
        new JsonFieldFormat("SerilogJson", Serilog with { Required = ["MessageTemplate"] }),
        new JsonFieldFormat("Ecs", Ecs),
    ];
}
