namespace LogGuard.Sequences;

/// <summary>Captures the permitted part of any integration's line, and reads it later.</summary>
internal sealed class FilteredLineRenderer : LineRenderer
{
    public static readonly FilteredLineRenderer Instance = new();

    /// <summary>
    /// Captures the part that the rules let through. Called on the application's thread. May throw the exceptions of the
    /// line's properties.
    /// </summary>
    public static FilteredLine Filter(object line, LineRenderer renderer, CaptureRules rules)
    {
        var template = renderer.GetTemplate(line);
        string[] names = [];
        double[] numbers = [];
        if (rules.Values != CapturedValues.None)
        {
            names = [.. renderer.GetValueNames(line).Where(name => !rules.IsProtected(name))];
            numbers = new double[names.Length];
            renderer.ReadValues(line, names, numbers);
        }

        var text = rules.Values == CapturedValues.None ? template : TemplateFiller.Fill(template, TextOf);
        return new FilteredLine(template, text, renderer.GetCategory(line), renderer.GetTraceId(line), names, numbers);

        string? TextOf(string name)
        {
            if (rules.Values == CapturedValues.All && renderer.GetText(line, name) is { } text)
            {
                return !rules.IsProtected(name) ? text : rules.TryReplace(name, text, static secret => secret, out var other) ? other : null;
            }

            var place = Array.IndexOf(names, name);
            return place < 0 ? null : LogValue.ToText(numbers[place]);
        }
    }

    public override string Render(object line) => ((FilteredLine)line).Text;

    public override string? GetTraceId(object line) => ((FilteredLine)line).TraceId;

    public override string GetTemplate(object line) => ((FilteredLine)line).Template;

    public override string? GetCategory(object line) => ((FilteredLine)line).Category;

    public override IReadOnlyList<string> GetValueNames(object line) => ((FilteredLine)line).Names;

    public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values)
    {
        var filtered = (FilteredLine)line;
        for (var i = 0; i < names.Length; i++)
        {
            var place = Array.IndexOf(filtered.Names, names[i]);
            values[i] = place < 0 ? double.NaN : filtered.Numbers[place];
        }
    }
}
