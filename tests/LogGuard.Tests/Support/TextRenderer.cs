using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>Takes a line for its own text, and throws where the line is an exception.</summary>
internal sealed class TextRenderer(string? traceId = null) : LineRenderer
{
    public override string Render(object line) => line is Exception exception ? throw exception : line.ToString()!;

    public override string? GetTraceId(object line) => traceId;

    public override string GetTemplate(object line) => Render(line);
}
