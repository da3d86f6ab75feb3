using System.Globalization;

namespace LogGuard;

/// <summary>Reads flows from the Markdown that <see cref="LogFlowWriter"/> writes.</summary>
internal sealed class LogFlowReader
{
    // Nobody nests groups deeper, and the reader is recursive.
    private const int DeepestGroup = 16;

    private readonly string[] _lines;
    private readonly List<LogFlow> _flows = [];
    private readonly List<string> _outside = [];
    private List<string>? _neverRun;
    private int _at;

    public LogFlowReader(string text) => _lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');

    private string Line => _lines[_at];

    private bool IsAtEnd => _at >= _lines.Length;

    public LogFlows Read()
    {
        Skip(string.IsNullOrWhiteSpace);
        Require(!IsAtEnd && Line.TrimEnd() == LogFlowWriter.Title, $"the text must begin with \"{LogFlowWriter.Title}\"");
        Skip(static line => !line.StartsWith("## ", StringComparison.Ordinal));
        while (!IsAtEnd)
        {
            ReadSection();
        }

        return new LogFlows(
            [.. _flows.OrderBy(flow => flow.First, StringComparer.Ordinal).ThenBy(flow => flow.Shape, StringComparer.Ordinal)], _outside, _neverRun);
    }

    private void ReadSection()
    {
        var line = Line.TrimEnd();
        if (line == LogFlowWriter.OutsideTitle)
        {
            ReadList(_outside);
        }
        else if (line == LogFlowWriter.NeverRunTitle)
        {
            ReadList(_neverRun ??= []);
        }
        else if (line.StartsWith(LogFlowWriter.WorkflowTitle + " ", StringComparison.Ordinal))
        {
            ReadWorkflow();
        }
        else
        {
            Require(false, $"it is no section of flows: \"{line}\"");
        }
    }

    private void ReadWorkflow()
    {
        _at++;
        while (!IsAtEnd && !Line.StartsWith("## ", StringComparison.Ordinal))
        {
            var line = Line.Trim();
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                _at++;
                Skip(static inner => inner.Trim() != "```");
                Require(!IsAtEnd, "a picture has no end");
                _at++;
            }
            else if (line == LogFlowWriter.FlowTitle)
            {
                _at++;
                Skip(string.IsNullOrWhiteSpace);
                var steps = ReadSteps(0);
                Require(steps.Count > 0, "a flow has no step");
                _flows.Add(new LogFlow(steps));
            }
            else
            {
                Require(line.Length == 0, $"it is neither a flow nor a picture: \"{line}\"");
                _at++;
            }
        }
    }

    private List<LogFlowStep> ReadSteps(int depth)
    {
        Require(depth <= DeepestGroup, "groups are nested too deeply");
        var steps = new List<LogFlowStep>();
        var indent = 3 * depth;
        while (!IsAtEnd && Line.Trim().Length > 0 && Line.Length - Line.TrimStart().Length == indent && !Line.StartsWith('#'))
        {
            var line = Line.Trim();
            var dot = line.IndexOf(". ", StringComparison.Ordinal);
            Require(dot > 0 && line[..dot].All(char.IsAsciiDigit), $"it is no numbered step: \"{line}\"");
            var step = line[(dot + 2)..];
            if (step.StartsWith('`'))
            {
                var end = step.LastIndexOf('`');
                Require(end > 0, $"the template has no second backtick: \"{line}\"");
                var template = Unquote(step[1..end]);
                var count = step[(end + 1)..];
                var isWarning = count.EndsWith(LogFlowWriter.Warning, StringComparison.Ordinal);
                var (least, most) = ReadCount(isWarning ? count[..^LogFlowWriter.Warning.Length] : count);
                steps.Add(new LogFlowStep(template, [], least, most, isWarning));
                _at++;
            }
            else
            {
                Require(step.StartsWith(LogFlowWriter.Group, StringComparison.Ordinal) && step.EndsWith(':'), $"it is neither a template in backticks nor a group: \"{line}\"");
                var (least, most) = ReadCount(step[LogFlowWriter.Group.Length..^1]);
                _at++;
                var inner = ReadSteps(depth + 1);
                Require(inner.Count > 0, "a group has no step");
                steps.Add(new LogFlowStep(null, inner, least, most));
            }
        }

        return steps;
    }

    private void ReadList(List<string> templates)
    {
        _at++;
        while (!IsAtEnd && !Line.StartsWith("## ", StringComparison.Ordinal))
        {
            var line = Line.Trim();
            if (line.Length > 0)
            {
                Require(line.Length >= 4 && line.StartsWith("- `", StringComparison.Ordinal) && line.EndsWith('`'), $"it is no template of a list: \"{line}\"");
                templates.Add(Unquote(line[3..^1]));
            }

            _at++;
        }
    }

    private string Unquote(string text)
    {
        var template = LogFlowText.Unquote(text);
        Require(template is not null, $"the template has a backslash that escapes nothing: \"{text}\"");
        return template!;
    }

    private (int Least, int Most) ReadCount(string text)
    {
        if (text.Length == 0)
        {
            return (1, 1);
        }

        var parts = text.TrimEnd().StartsWith(" ×", StringComparison.Ordinal) ? text.Trim()[1..].Split("..") : [];
        var (least, most) = (0, 0);
        Require(
            parts.Length is 1 or 2
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out least)
                && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out most)
                && least >= 1 && most >= least,
            $"it is no count such as \" ×3\" or \" ×1..3\": \"{text}\"");
        return (least, most);
    }

    private void Skip(Func<string, bool> isSkipped)
    {
        while (!IsAtEnd && isSkipped(Line))
        {
            _at++;
        }
    }

    private void Require(bool isMet, string fault)
    {
        if (!isMet)
        {
            throw new FormatException($"line {Math.Min(_at, _lines.Length - 1) + 1}: {fault}");
        }
    }
}
