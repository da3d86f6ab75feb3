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
        var exception = renderer.GetException(line);
        return new FilteredLine(template, text, renderer.GetCategory(line), renderer.GetTraceId(line), names, numbers)
        {
            EventId = renderer.GetEventId(line),
            Exception = rules.Values == CapturedValues.All ? exception : exception?.WithoutMessages(),
            Texts = rules.Values == CapturedValues.All ? TextsOf(renderer.GetPropertyNames(line)) : null,
        };

        KeyValuePair<string, string>[] TextsOf(IReadOnlyList<string> all)
        {
            var texts = new List<KeyValuePair<string, string>>(all.Count);
            foreach (var name in all)
            {
                if (TextOf(name) is { } shown)
                {
                    texts.Add(KeyValuePair.Create(name, shown));
                }
            }

            return [.. texts];
        }

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

    public override long GetSize(object line) => line is FilteredLine filtered
        ? sizeof(char) * (long)filtered.Text.Length + sizeof(double) * filtered.Numbers.Length
        : 0;

    public override string? GetTraceId(object line) => ((FilteredLine)line).TraceId;

    public override string GetTemplate(object line) => ((FilteredLine)line).Template;

    public override string? GetCategory(object line) => ((FilteredLine)line).Category;

    public override LogEventId? GetEventId(object line) => ((FilteredLine)line).EventId;

    public override ExceptionDetail? GetException(object line) => ((FilteredLine)line).Exception;

    public override IReadOnlyList<string> GetPropertyNames(object line) =>
        ((FilteredLine)line).Texts is { } texts ? Array.ConvertAll(texts, static pair => pair.Key) : ((FilteredLine)line).Names;

    public override string? GetText(object line, string name)
    {
        var filtered = (FilteredLine)line;
        foreach (var (own, text) in filtered.Texts ?? [])
        {
            if (own == name)
            {
                return text;
            }
        }

        var place = filtered.Texts is null ? Array.IndexOf(filtered.Names, name) : -1;
        return place < 0 ? null : LogValue.ToText(filtered.Numbers[place]);
    }

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
