using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Formats a template with values by the framework's own formatter. The renderer is the logger that receives this formatter.
/// </summary>
internal sealed class MessageRenderer : ILogger
{
    private string _message = "";

    /// <summary>Renders the message of a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="names">The names of the values.</param>
    /// <param name="values">The values, in the order of their names.</param>
    public static string Render(string template, ReadOnlySpan<string> names, ReadOnlySpan<object?> values)
    {
        var holes = TemplatePlaceholders.In(template);
        var arguments = new object?[holes.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            // A name may occur twice with two values, in the order of the template.
            var index = i < names.Length && names[i] == holes[i] ? i : IndexOf(names, holes[i]);
            arguments[i] = index < 0 ? "{" + holes[i] + "}" : values[index];
        }

        var renderer = new MessageRenderer();
        renderer.Log(LogLevel.Information, template, arguments);
        return renderer._message;
    }

    // Source generators name a value after the parameter, which may differ from the placeholder in its case.
    private static int IndexOf(ReadOnlySpan<string> names, string hole)
    {
        var exact = names.IndexOf(hole);
        for (var i = 0; exact < 0 && i < names.Length; i++)
        {
            exact = string.Equals(names[i], hole, StringComparison.OrdinalIgnoreCase) ? i : -1;
        }

        return exact;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _message = formatter(state, null);
}
