using System.Globalization;
using System.Text;
using LogGuard.Parsing;

namespace LogGuard.Stress.Fuzzing;

/// <summary>
/// Reads generated lines by one format through a detector's own <c>ReadLinesAsync</c>, as a file, a stream and a text in turn, and checks
/// that each line is counted once.
/// </summary>
internal sealed class LineFuzzer : IAsyncDisposable
{
    // Enough lines for the order of dates, for the detection, and for some events of 500 lines.
    private const int LinesOfText = 2_000;

    private const int Doors = 3;

    private readonly LineFormat? _format;
    private readonly string _folder;
    private readonly IReadOnlyList<string> _real;
    private readonly LineMutator _any;
    private readonly LineMutator _own;
    private readonly AnomalyDetector _detector;
    private readonly TextLogOptions _options;
    private int _texts;
    private long _lastFitCount;

    /// <param name="format">The format; null for the detection.</param>
    /// <param name="real">Real lines of all formats.</param>
    /// <param name="seed">Decides the lines.</param>
    /// <param name="folder">For the files.</param>
    public LineFuzzer(LineFormat? format, IReadOnlyList<string> real, int seed, string folder)
    {
        (_format, _folder) = (format, folder);
        _any = new LineMutator(real, seed);

        // Half of the lines come from those that the format fits, or most would end at its first condition.
        var own = real.Where(line => format is not null && IsOf(format, line)).ToList();
        _real = own.Count > 0 ? own : real;
        _own = new LineMutator(_real, seed + 1);

        // It never trains, and forgets templates all the time, as nearly every generated line has its own: only the reading is tried.
        _detector = new AnomalyDetector(new AnomalyDetectorOptions
        {
            Training = { SessionCount = 1_000_000 },
            Mining = { TemplateLimit = MinerFuzzer.TemplateLimit },
            MinesWorkflows = false,
        });
        _options = new TextLogOptions
        {
            SessionField = format is { Fields.Count: > 0, Session: null } && format.Fields[^1] != format.LabelField && seed % 2 == 0 ? format.Fields[^1] : null,
            SessionPattern = seed % 2 == 1 ? @"\b(?:user|uid|id)\s*=\s*(\w+)" : null,
            JoinLineLimit = seed % 3 == 0 ? 20 : TextLogOptions.DefaultJoinLineLimit,
            LineLengthLimit = seed % 5 == 0 ? 1_024 : TextLogOptions.DefaultLineLengthLimit,
        };
    }

    public long LineCount { get; private set; }

    /// <summary>Lines that fitted the format.</summary>
    public long FitCount { get; private set; }

    /// <summary>Texts of which a line was lost or counted twice.</summary>
    public long UnbalancedCount { get; private set; }

    /// <summary>Texts that threw, and events that the detector failed to process.</summary>
    public long ExceptionCount { get; private set; }

    /// <summary>What went wrong first, with the line that did it.</summary>
    public string? Example { get; private set; }

    /// <summary>Reads that many lines more.</summary>
    public async Task RunAsync(long lines)
    {
        for (long left = lines; left > 0;)
        {
            var text = Make((int)Math.Min(left, LinesOfText));
            await TryAsync(text);
            left -= text.Count;
        }

        await _detector.CloseSessionsAsync();
        if (_detector.Counters.Failed > 0)
        {
            ExceptionCount += _detector.Counters.Failed;
            Example ??= "the detector failed to process an event";
        }
    }

    public ValueTask DisposeAsync() => _detector.DisposeAsync();

    private static bool IsOf(LineFormat format, string line)
    {
        var parts = new LineParts();
        return format.TrySplit(line, parts) || parts.Role == LineRole.Opens;
    }

    private List<string> Make(int count)
    {
        // A file's first bytes decide its encoding, so that its first line is a real one.
        var lines = new List<string>(count) { _real[_texts % _real.Count] };
        while (lines.Count < count)
        {
            // The text is split at the ends of its lines only.
            lines.Add((lines.Count % 2 == 0 ? _any : _own).Next().ToString().Replace('\r', '\v').Replace('\n', '\f'));
        }

        return lines;
    }

    private async Task TryAsync(List<string> lines)
    {
        var door = _texts++ % Doors;
        LineCount += lines.Count;
        var (fault, isThrown) = await ReadAsync(lines, door);
        FitCount += fault is null ? _lastFitCount : 0;
        if (fault is null)
        {
            return;
        }

        ExceptionCount += isThrown ? 1 : 0;
        UnbalancedCount += isThrown ? 0 : 1;
        Example ??= await DescribeAsync(lines, door, fault);
    }

    // What is wrong with the reading of some lines; null for nothing.
    private async Task<(string? Fault, bool IsThrown)> ReadAsync(List<string> lines, int door)
    {
        var text = string.Join(_texts % 2 == 0 ? "\n" : "\r\n", lines) + "\n";
        try
        {
            var summary = await ReadAsync(text, door);
            _lastFitCount = summary.Parsed;
            var isBalanced = summary.Lines == lines.Count && summary.Parsed + summary.Joined + summary.Unparsed == summary.Lines
                && summary.Events >= summary.Parsed + summary.Unparsed && summary.EndedEarly is null;
            return (isBalanced ? null : $"{lines.Count} lines gave {summary}", false);
        }
        catch (Exception exception)
        {
            return (exception.ToString(), true);
        }
    }

    private async Task<TextLogSummary> ReadAsync(string text, int door)
    {
        // Only options can ask for the detection.
        if (door == 0 || _format is null)
        {
            _options.Path = Path.Combine(_folder, "lines.log");
            await File.WriteAllBytesAsync(_options.Path, Encoding.UTF8.GetBytes(text));
            return _format is null ? await _detector.ReadLinesAsync(_options) : await _detector.ReadLinesAsync(_options.Path, _format, _options);
        }

        if (door == 1)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            return await _detector.ReadLinesAsync(stream, _format, _options);
        }

        using var reader = new StringReader(text);
        return await _detector.ReadLinesAsync(reader, _format, _options);
    }

    // The shortest beginning of the text that fails ends in the line that does it.
    private async Task<string> DescribeAsync(List<string> lines, int door, string fault)
    {
        var (whole, broken) = (0, lines.Count);
        while (broken - whole > 1)
        {
            var middle = (whole + broken) / 2;
            var (isFault, _) = await ReadAsync(lines[..middle], door);
            (whole, broken) = isFault is null ? (middle, broken) : (whole, middle);
        }

        var before = broken > 1 ? lines[broken - 2] : "";
        return string.Create(CultureInfo.InvariantCulture, $"text {_texts}, line {broken}: {fault}\n  before: {Shown(before)}\n  line:   {Shown(lines[broken - 1])}");
    }

    private static string Shown(string line) =>
        string.Concat(line[..Math.Min(line.Length, 500)].Select(character => character is < ' ' or > '~' ? $"\\u{(int)character:X4}" : character.ToString()));
}
