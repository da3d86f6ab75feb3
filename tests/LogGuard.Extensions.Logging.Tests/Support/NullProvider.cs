using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests.Support;

/// <summary>The provider that does nothing: what Microsoft.Extensions.Logging itself costs. The benchmarks and the long runs have it, too.</summary>
internal sealed class NullProvider : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
    }

    public void Dispose()
    {
    }
}
