using LogGuard.Parsing;

namespace LogGuard.Stress.Fuzzing;

/// <summary>Feeds made-up lines through everything that reads lines, and notes what throws or breaks a bound.</summary>
internal sealed class FuzzRun(IReadOnlyList<string> real, int seed)
{
    private const int MaxExamples = 10;

    private readonly LineMutator _mutator = new(real, seed);

    // Those that cut off a label, and those for lines whose label was cut off before.
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

    /// <summary>The first few failures: what, in which format, for which line.</summary>
    public List<string> Examples { get; } = [];

    /// <summary>How many lines fitted each format.</summary>
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

            // A joiner splits each line too: they take turns, by many lines each, so that lines of one event meet.
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
