using System.Globalization;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Parsing;

/// <summary>Renders an event that was read from text, and reads its values.</summary>
/// <param name="keys">The templates of the lines.</param>
internal sealed class TextLineRenderer(MinedKeys keys) : LineRenderer
{
    // Numbers after this many variables of a line are hardly quantities of interest.
    internal const int ParameterLimit = 32;

    /// <summary>Number of the text log among those that a later run continues, from 1; 0 if it does not.</summary>
    public int TextLog { get; init; }

    public override long GetSize(object line) => sizeof(char) * (long)((TextLine)line).Text.Length;

    public override string Render(object line) => ((TextLine)line).Text;

    public override string GetTemplate(object line) => ((TextLine)line).Written ?? ((TextLine)line).Content.ToString();

    public override string GetMessage(object line) => ((TextLine)line).Content.ToString();

    public override string? GetTraceId(object line) => ((TextLine)line).TraceId;

    /// <summary>
    /// Names of numbers without a name of their own: their place among the line's variables and the adjacent words, such as
    /// <c>1: Took &lt;real&gt; seconds</c>.
    /// </summary>
    public override IReadOnlyList<string> GetValueNames(object line)
    {
        var read = (TextLine)line;
        if (read.Template == 0)
        {
            return [.. read.Numbers.Select(number => number.Name)];
        }

        if (read.Places is { } places)
        {
            // The adjacent words may be values themselves.
            return [.. Enumerable.Range(0, places.Length).Where(i => !double.IsNaN(places[i]))
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i + 1}: <number>"))];
        }

        Span<TextParameter> parameters = stackalloc TextParameter[ParameterLimit];
        var count = Math.Min(keys.ReadParameters(read.Template, read.Content, parameters), ParameterLimit);
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            if (parameters[i].Type is ParameterType.Integer or ParameterType.Real or ParameterType.Duration or ParameterType.List)
            {
                names.Add(string.Create(CultureInfo.InvariantCulture, $"{i + 1}: {Around(read.Content, parameters[i], parameters[..count])}"));
            }
        }

        return names;
    }

    public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values)
    {
        var read = (TextLine)line;
        if (read.Template == 0)
        {
            for (var i = 0; i < names.Length; i++)
            {
                values[i] = NumberOf(read, names[i]);
            }

            return;
        }

        Span<TextParameter> parameters = stackalloc TextParameter[ParameterLimit];
        var count = read.Places?.Length ?? Math.Min(keys.ReadParameters(read.Template, read.Content, parameters), ParameterLimit);
        for (var i = 0; i < names.Length; i++)
        {
            var place = PlaceOf(names[i]);
            values[i] = place > count ? double.NaN : read.Places?[place - 1] ?? parameters[place - 1].Value;
        }
    }

    /// <summary>Names of texts, as <see cref="GetValueNames"/> makes them. Nothing is known about the words of a filtered line.</summary>
    internal override IReadOnlyList<string> GetTextNames(object line)
    {
        var read = (TextLine)line;
        if (read.IsFiltered || read.Template == 0)
        {
            return [.. read.Texts.Select(text => text.Name)];
        }

        Span<TextParameter> parameters = stackalloc TextParameter[ParameterLimit];
        var count = Math.Min(keys.ReadParameters(read.Template, read.Content, parameters), ParameterLimit);
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            if (parameters[i] is { Type: ParameterType.Word or ParameterType.Identifier, Length: > 0 and <= TextMark.LengthLimit })
            {
                names.Add(string.Create(CultureInfo.InvariantCulture, $"{i + 1}: {Around(read.Content, parameters[i], parameters[..count])}"));
            }
        }

        return names;
    }

    internal override void ReadTexts(object line, ReadOnlySpan<string> names, Span<double> marks)
    {
        var read = (TextLine)line;
        if (read.IsFiltered || read.Template == 0)
        {
            for (var i = 0; i < names.Length; i++)
            {
                marks[i] = TextMark.Of(TextOf(read, names[i]));
            }

            return;
        }

        Span<TextParameter> parameters = stackalloc TextParameter[ParameterLimit];
        var count = Math.Min(keys.ReadParameters(read.Template, read.Content, parameters), ParameterLimit);
        for (var i = 0; i < names.Length; i++)
        {
            var place = names[i].Length == 0 ? int.MaxValue : PlaceOf(names[i]);
            marks[i] = place > count ? double.NaN : TextMark.Of(TextOf(read, parameters[place - 1]));
        }
    }

    internal override string? GetShortText(object line, string name)
    {
        var read = (TextLine)line;
        if (read.IsFiltered || read.Template == 0)
        {
            return TextOf(read, name);
        }

        Span<TextParameter> parameters = stackalloc TextParameter[ParameterLimit];
        var count = Math.Min(keys.ReadParameters(read.Template, read.Content, parameters), ParameterLimit);
        return PlaceOf(name) is var place && place <= count ? TextOf(read, parameters[place - 1]).ToString() : null;
    }

    private static int PlaceOf(string name) => int.Parse(name.AsSpan(0, name.IndexOf(':')), NumberStyles.None, CultureInfo.InvariantCulture);

    private static ReadOnlySpan<char> TextOf(TextLine line, in TextParameter parameter) => line.Content.Slice(parameter.Offset, parameter.Length);

    private static string? TextOf(TextLine line, string name)
    {
        foreach (var (own, text) in line.Texts)
        {
            if (own == name)
            {
                return text;
            }
        }

        return null;
    }

    private static double NumberOf(TextLine line, string name)
    {
        foreach (var (own, value) in line.Numbers)
        {
            if (own == name)
            {
                return value;
            }
        }

        return double.NaN;
    }

    // The word before, a mark for the number, and the word after.
    private static string Around(ReadOnlySpan<char> content, TextParameter parameter, ReadOnlySpan<TextParameter> all)
    {
        var before = content[..parameter.Offset].TrimEnd();
        var behind = content[(parameter.Offset + parameter.Length)..];
        var word = behind.TrimStart();
        var end = word.IndexOf(' ');
        var wordBefore = Word(before.LastIndexOf(' ') + 1, before.Length, all);
        var start = content.Length - word.Length;
        var wordBehind = Word(start, end < 0 ? content.Length : start + end, all);
        return $"{content[wordBefore]} {Mark(parameter)} {content[wordBehind]}".Trim();
    }

    // A variable word does not make a name, and names are saved: empty.
    private static Range Word(int start, int end, ReadOnlySpan<TextParameter> all)
    {
        foreach (var parameter in all)
        {
            if (parameter.Offset < end && parameter.Offset + parameter.Length > start)
            {
                return 0..0;
            }
        }

        return start..end;
    }

    private static string Mark(TextParameter parameter) => $"<{parameter.Type.ToString().ToLowerInvariant()}>";
}
