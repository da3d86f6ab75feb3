using LogGuard.Parsing;

namespace LogGuard.Stress.Fuzzing;

/// <summary>Feeds generated lines to everything that reads lines, and records exceptions and broken invariants.</summary>
internal sealed class FuzzRun(IReadOnlyList<string> real, int seed)
{
    private const int MaxExamples = 10;

    private readonly LineMutator _mutator = new(real, seed);

    // Formats that cut off a label, and formats for lines without a label.
    private readonly FormatFuzzer[] _formats =
    [
        .. LineFormat.Known
            .Concat(LineFormat.Known.Where(format => format.HasLabel).Select(format => format.WithoutLabel()))
            .Append(LineFormat.Parse(@"<Time>( \[<A>\])?( \{<B>\})? <C>(:<D>)?(;<E>)?", new LineFormatOptions { Name = "optional", RequireTimestamp = false }))
            .Select(format => new FormatFuzzer(format)),
    ];

    private readonly MinerFuzzer _miner = new();

    public int FormatCount => _formats.Length;

    public long LineCount { get; private set; }

    public long CharacterCount { get; private set; }

    public long ExceptionCount { get; private set; }

    /// <summary>The first failures: error, format and line.</summary>
    public List<string> Examples { get; } = [];

    /// <summary>The number of lines that fitted each format.</summary>
    public IEnumerable<(string Format, long Count)> Fits => _formats.Select(fuzzer => (fuzzer.Format.Name, fuzzer.FitCount));

    public void Run(long lines)
    {
        for (long i = 0; i < lines; i++)
        {
            var line = _mutator.Next();
            CharacterCount += line.Length;

            Try("miner", line, _miner.Feed);
            foreach (var format in _formats)
            {
                Try(format.Format.Name, line, format.Feed);
            }

            // A joiner splits each line as well, so the formats alternate in blocks of lines, which keeps the lines of one
            // event together.
            var joined = _formats[(int)(LineCount / 64 % _formats.Length)];
            Try(joined.Format.Name + " joiner", line, joined.FeedJoiner);
            LineCount++;
        }
    }

    private void Try(string what, ReadOnlySpan<char> line, Action<ReadOnlySpan<char>> feed)
    {
        try
        {
            feed(line);
        }
        catch (Exception exception)
        {
            ExceptionCount++;
            if (Examples.Count < MaxExamples)
            {
                var shown = line[..Math.Min(line.Length, 300)].ToString();
                Examples.Add($"line {LineCount}, {what}: {exception.GetType().Name}: {exception.Message}\n  {shown}\n{exception.StackTrace}");
            }
        }
    }
}
