namespace WebApi.Watching;

/// <summary>A logger provider that accepts all events and does nothing, as the baseline of the comparison.</summary>
internal sealed class NothingProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new NothingLogger();

    public void Dispose()
    {
    }

    private sealed class NothingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }
    }
}
