using LogGuard.Sequences;

namespace LogGuard.Parsing;

/// <summary>Shows an event that was read from text.</summary>
internal sealed class TextLineRenderer : LineRenderer
{
    public static readonly TextLineRenderer Instance = new();

    public override string Render(object line) => ((TextLine)line).Text;

    public override string GetTemplate(object line) => ((TextLine)line).Written ?? ((TextLine)line).Content.ToString();

    public override string? GetTraceId(object line) => ((TextLine)line).TraceId;
}
