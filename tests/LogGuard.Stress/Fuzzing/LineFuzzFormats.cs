using LogGuard.Parsing;

namespace LogGuard.Stress.Fuzzing;

/// <summary>Every way to read lines: the ready formats, their variants, each kind of format of one's own, and the detection.</summary>
internal static class LineFuzzFormats
{
    /// <summary>The name of the detection in the report.</summary>
    public const string Automatic = "auto";

    private static readonly JsonLineFields Fields = new() { Time = ["when"], Level = ["how"], Message = ["what"], Exception = ["why"], TraceId = ["trace"] };

    /// <summary>The formats with their names in the report; null for the detection.</summary>
    public static IReadOnlyList<(string Name, LineFormat? Format)> All { get; } =
    [
        .. LineFormat.Known.Select(format => (format.Name, (LineFormat?)format)),
        .. LineFormat.Known.Where(format => format.HasLabel).Select(format => (format.Name + " without label", (LineFormat?)format.WithoutLabel())),
        ("optional parts", LineFormat.Parse(@"<Time>( \[<A>\])?( \{<B>\})? <C>(:<D>)?(;<E>)?", new LineFormatOptions { RequireTimestamp = false })),
        ("Docker of Logback", Ready("Docker").Containing(Ready("Logback"))),
        ("Docker of a notation", Ready("Docker").Containing(LineFormat.Parse("<Date> <Time> <Level> <Content>"))),
        ("Cri of JSON", Ready("Cri").Containing(Ready("Json"))),
        ("Cri of the slow query log", Ready("Cri").Containing(Ready("MySqlSlow"))),
        ("Cri of a function", Ready("Cri").Containing(LineFormat.Create("function", Read))),
        ("own JSON", LineFormat.Json("own", Fields)),
        ("own function", LineFormat.Create("function", Read)),
        ("own class", new ThrowingLineFormat()),
        (Automatic, null),
    ];

    private static LineFormat Ready(string name) => LineFormat.TryGet(name, out var format) ? format : throw new ArgumentException(name);

    private static bool Read(ReadOnlySpan<char> line, LineReading reading)
    {
        var blank = line.IndexOf(' ');
        if (blank < 0)
        {
            return false;
        }

        reading.SetTime(line[..blank]);
        reading.SetLevel(line[..blank]);
        reading.AddProperty("First", line[..blank]);
        reading.AddNumber("Length", line.Length);
        reading.SetTemplate(line.Contains('{') ? line[blank..] : []);
        reading.SetException(line.Length > 100 ? line[100..] : []);
        if (line[blank..].StartsWith("  "))
        {
            reading.SetContinued();
        }

        return true;
    }

    // An application's own format that fails for some lines.
    private sealed class ThrowingLineFormat() : StructuredLineFormat("class")
    {
        protected override bool TryRead(ReadOnlySpan<char> line, LineReading reading)
        {
            if (line.Length > 0 && line[0] == '[')
            {
                throw new FormatException("a line that it does not expect");
            }

            reading.SetMessage(line);
            return line.Length > 10;
        }
    }
}
