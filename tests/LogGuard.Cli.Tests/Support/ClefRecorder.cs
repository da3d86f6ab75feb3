using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace LogGuard.Cli.Tests.Support;

/// <summary>Writes the log of a service as Serilog's compact format does.</summary>
internal sealed class ClefRecorder : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly List<(string Template, string Line)> _lines = [];

    /// <summary>Writes the lines so far to a file and forgets them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="without">A template whose lines are left out, as if the step had been removed from the code.</param>
    public void Save(string path, string? without = null)
    {
        lock (_lock)
        {
            File.WriteAllLines(path, _lines.Where(line => line.Template != without).Select(line => line.Line));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _lines.Clear();
        }
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(this);

    public void Dispose()
    {
    }

    private void Add(LogLevel level, string template, IReadOnlyList<KeyValuePair<string, object?>> properties)
    {
        var line = new Dictionary<string, object?>
        {
            ["@t"] = DateTime.UtcNow.ToString("O"), ["@mt"] = template, ["@tr"] = Activity.Current?.TraceId.ToString(), ["@l"] = level.ToString(),
        };
        foreach (var property in properties.Where(property => property.Key != "{OriginalFormat}"))
        {
            line[property.Key] = property.Value is int or long or decimal or double ? property.Value : property.Value?.ToString();
        }

        lock (_lock)
        {
            _lines.Add((template, JsonSerializer.Serialize(line)));
        }
    }

    private sealed class Recorder(ClefRecorder owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Only requests have an activity, and only they are sessions.
            if (state is IReadOnlyList<KeyValuePair<string, object?>> properties && Activity.Current is not null
                && properties.FirstOrDefault(property => property.Key == "{OriginalFormat}").Value is string template)
            {
                owner.Add(logLevel, template, properties);
            }
        }
    }
}
