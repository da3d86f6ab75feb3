using System.Text;
using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>What is taken of a line's values where it is not everything.</summary>
internal sealed partial class TextIntake
{
    private const string LeftOut = "<*>";

    // Of lines that carry properties those are shown that are numbers; names say nothing about the words of others.
    private TextLine Filter(TextLine line, int key, CaptureRules rules, ReadOnlySpan<string> ids)
    {
        if (line.Template == 0)
        {
            var numbers = rules.Values == CapturedValues.None ? [] : line.Numbers.Where(number => !rules.IsProtected(number.Name)).ToArray();
            var isWhole = rules is { Values: CapturedValues.All, HasNames: false };
            var text = isWhole ? WithHashedIds(line.Text, rules, ids)
                : line.Written is { } written ? TemplateFiller.Fill(written, name => TextOf(numbers, name))
                : LeftOut;
            return new TextLine(text, Range.All) { Written = line.Written, TraceId = line.TraceId, Numbers = numbers };
        }

        var parameters = ParametersOf(line);
        var places = new double[rules.Values == CapturedValues.None ? 0 : Math.Min(parameters.Length, TextLineRenderer.ParameterLimit)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = IsTaken(line, parameters[i], ids, rules) ? parameters[i].Value : double.NaN;
        }

        var shown = rules.Values switch
        {
            CapturedValues.All => WithHashedIds(line.Text, rules, ids),

            // A line that fits its template no more, or has no variables, is the template.
            CapturedValues.Numbers when parameters.Length > 0 => WithNumbers(line, parameters, rules, ids),
            _ => _vocabulary.GetTemplate(key),
        };
        return new TextLine(shown, Range.All) { Template = line.Template, TraceId = line.TraceId, Places = places };
    }

    private TextParameter[] ParametersOf(TextLine line)
    {
        var parameters = new TextParameter[TextLineRenderer.ParameterLimit];
        var count = _keys.ReadParameters(line.Template, line.Content, parameters);
        if (count > parameters.Length)
        {
            parameters = new TextParameter[count];
            count = Math.Min(_keys.ReadParameters(line.Template, line.Content, parameters), count);
        }

        return parameters[..count];
    }

    private static string WithNumbers(TextLine line, TextParameter[] parameters, CaptureRules rules, ReadOnlySpan<string> ids)
    {
        var shown = new StringBuilder(line.Content.Length);
        var end = 0;
        foreach (var parameter in parameters.OrderBy(parameter => parameter.Offset))
        {
            shown.Append(line.Content[end..Math.Max(end, parameter.Offset)]);
            end = Math.Max(end, parameter.Offset + parameter.Length);
            if (IsTaken(line, parameter, ids, rules) && parameter.Type != ParameterType.List)
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

    // A session's id that is a number is the id first.
    private static bool IsTaken(TextLine line, TextParameter parameter, ReadOnlySpan<string> ids, CaptureRules rules)
    {
        if (parameter.Type is not (ParameterType.Integer or ParameterType.Real or ParameterType.Duration or ParameterType.List))
        {
            return false;
        }

        foreach (var id in ids)
        {
            if (rules.HashesSessions && id != "" && IsWithin(line.Content, id, parameter))
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

    private static string WithHashedIds(string text, CaptureRules rules, ReadOnlySpan<string> ids)
    {
        foreach (var id in ids)
        {
            text = rules.HashesSessions && id != "" ? text.Replace(id, rules.Hash(id), StringComparison.Ordinal) : text;
        }

        return text;
    }

    private static string? TextOf((string Name, double Value)[] numbers, string name)
    {
        var place = Array.FindIndex(numbers, number => number.Name == name);
        return place < 0 ? null : LogValue.ToText(numbers[place].Value);
    }
}
