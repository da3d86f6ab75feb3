using System.Text;
using LogGuard.Keys;
using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>Removes the values that the capture rules do not allow from a line of a text log.</summary>
internal sealed class TextLineFilter(CaptureRules rules, MinedKeys keys, LogKeyVocabulary vocabulary, bool hashesSessions)
{
    private const string LeftOut = "<*>";

    /// <summary>Returns a copy of a line with only the values that the rules allow.</summary>
    /// <param name="line">The line.</param>
    /// <param name="key">Its log key.</param>
    /// <param name="ids">The ids of its sessions.</param>
    public TextLine Filter(TextLine line, int key, ReadOnlySpan<string> ids)
    {
        if (line.Template == 0)
        {
            // Only numeric properties are captured: nothing is known about the words of the others.
            var numbers = rules.Values == CapturedValues.None ? [] : line.Numbers.Where(number => !rules.IsProtected(number.Name)).ToArray();
            var isWhole = rules is { Values: CapturedValues.All, HasNames: false };
            var text = isWhole ? WithHashedIds(line.Text, ids)
                : line.Written is { } written ? TemplateFiller.Fill(written, name => TextOf(numbers, name))
                : LeftOut;
            var content = ReferenceEquals(text, line.Text) ? line.ContentRange : Range.All;
            return new TextLine(text, content) { Written = line.Written, TraceId = line.TraceId, Numbers = numbers, IsFiltered = true };
        }

        var parameters = ParametersOf(line);
        var places = new double[rules.Values == CapturedValues.None ? 0 : Math.Min(parameters.Length, TextLineRenderer.ParameterLimit)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = IsTaken(line, parameters[i], ids) ? parameters[i].Value : double.NaN;
        }

        var shown = rules.Values switch
        {
            CapturedValues.All => WithHashedIds(line.Text, ids),

            // The template replaces a line that has no variables or no longer fits.
            CapturedValues.Numbers when parameters.Length > 0 => WithNumbers(line, parameters, ids),
            _ => vocabulary.GetTemplate(key),
        };
        return new TextLine(shown, Range.All) { Template = line.Template, TraceId = line.TraceId, Places = places, IsFiltered = true };
    }

    private TextParameter[] ParametersOf(TextLine line)
    {
        var parameters = new TextParameter[TextLineRenderer.ParameterLimit];
        var count = keys.ReadParameters(line.Template, line.Content, parameters);
        if (count > parameters.Length)
        {
            parameters = new TextParameter[count];
            count = Math.Min(keys.ReadParameters(line.Template, line.Content, parameters), count);
        }

        return parameters[..count];
    }

    private string WithNumbers(TextLine line, TextParameter[] parameters, ReadOnlySpan<string> ids)
    {
        var shown = new StringBuilder(line.Content.Length);
        var end = 0;
        foreach (var parameter in parameters.OrderBy(parameter => parameter.Offset))
        {
            shown.Append(line.Content[end..Math.Max(end, parameter.Offset)]);
            end = Math.Max(end, parameter.Offset + parameter.Length);
            if (IsTaken(line, parameter, ids) && parameter.Type != ParameterType.List)
            {
                shown.Append(line.Content.Slice(parameter.Offset, parameter.Length));
            }
            else
            {
                shown.Append(LeftOut);
            }
        }

        return shown.Append(line.Content[end..]).ToString();
    }

    // A number that is the session's id is treated as the id.
    private bool IsTaken(TextLine line, TextParameter parameter, ReadOnlySpan<string> ids)
    {
        if (parameter.Type is not (ParameterType.Integer or ParameterType.Real or ParameterType.Duration or ParameterType.List))
        {
            return false;
        }

        foreach (var id in ids)
        {
            if (hashesSessions && id != "" && IsWithin(line.Content, id, parameter))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWithin(ReadOnlySpan<char> content, string id, TextParameter parameter)
    {
        for (var start = 0; content[start..].IndexOf(id, StringComparison.Ordinal) is var found and >= 0; start += found + id.Length)
        {
            if (parameter.Offset < start + found + id.Length && parameter.Offset + parameter.Length > start + found)
            {
                return true;
            }
        }

        return false;
    }

    private string WithHashedIds(string text, ReadOnlySpan<string> ids)
    {
        foreach (var id in ids)
        {
            text = hashesSessions && id != "" ? text.Replace(id, rules.Hash(id), StringComparison.Ordinal) : text;
        }

        return text;
    }

    private static string? TextOf((string Name, double Value)[] numbers, string name)
    {
        var place = Array.FindIndex(numbers, number => number.Name == name);
        return place < 0 ? null : LogValue.ToText(numbers[place].Value);
    }
}
