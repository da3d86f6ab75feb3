using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.EvaluationRuns.Diagnosis;

/// <summary>Lines that are nothing but their templates.</summary>
internal sealed class TemplateRenderer : LineRenderer
{
    public static readonly TemplateRenderer Instance = new();

    public override string Render(object line) => (string)line;

    public override string? GetTraceId(object line) => null;

    public override string GetTemplate(object line) => (string)line;

    public override string? GetCategory(object line) => null;
}
