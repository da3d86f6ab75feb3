namespace WebApi.Watching;

/// <summary>A log that takes everything and does nothing, to compare with.</summary>
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
