using System.Text;
using LogGuard.Configuration;
using LogGuard.Parsing;

namespace LogGuard;

/// <summary>A text log that another program writes, and how it is read. Copied when reading starts: later changes have no effect.</summary>
/// <example>
/// <code>
/// var options = new TextLogOptions { Path = "/var/log/app.log", Follow = true, PositionFile = "app.position" };
/// </code>
/// </example>
public sealed class TextLogOptions
{
    internal const int DefaultLineLengthLimit = 65_536;
    internal const int DefaultJoinLineLimit = 500;
    internal static readonly TimeSpan DefaultPollInterval = TimeSpan.FromMilliseconds(250);
    internal static readonly TimeSpan DefaultQuietTime = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan DefaultPositionInterval = TimeSpan.FromSeconds(5);

    /// <summary>The file, plain or gzip; must be set. A gzip file is told by its first bytes, whatever its name.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// How a line is made up: the name of a known format, such as <c>Syslog</c>, or its fields, such as
    /// <c>&lt;Date&gt; &lt;Time&gt; &lt;Level&gt; &lt;Content&gt;</c>. The default is null: all of a line is content.
    /// </summary>
    public string? Format { get; set; }

    /// <summary>
    /// The encoding of a file without byte order mark. The default is UTF-8. Bytes that are no text in it are read as
    /// U+FFFD and counted.
    /// </summary>
    public Encoding Encoding { get; set; } = Encoding.UTF8;

    /// <summary>
    /// Whether to wait for more at the end of the file, through its rotation, truncation and absence, until cancelled.
    /// The default is <c>false</c>: reading ends with the file, and a file that is not there is an error.
    /// </summary>
    public bool Follow { get; set; }

    /// <summary>
    /// Where to begin in a file of which no position is saved. The default is <see cref="TextLogStart.Beginning"/>.
    /// </summary>
    public TextLogStart StartAt { get; set; } = TextLogStart.Beginning;

    /// <summary>
    /// File that keeps how far was read, for the next run to go on from there, in the renamed file too; made where it is
    /// missing. The default is null: nothing is kept.
    /// </summary>
    public string? PositionFile { get; set; }

    /// <summary>Time between two savings of the position, 0.1 seconds to 1 hour. The default is 5 seconds. Lowered, fewer lines are read twice after a crash.</summary>
    public TimeSpan PositionInterval { get; set; } = DefaultPositionInterval;

    /// <summary>
    /// Most characters of a line, 256..16,777,216; the rest is left out and the line counted. The default is
    /// <c>65,536</c>. Bounds the memory: up to eleven bytes are held for each.
    /// </summary>
    public int LineLengthLimit { get; set; } = DefaultLineLengthLimit;

    /// <summary>Time between two looks at a followed file that has nothing new, 10 ms to 1 minute. The default is 250 ms.</summary>
    public TimeSpan PollInterval { get; set; } = DefaultPollInterval;

    /// <summary>
    /// How long a followed file must have nothing new before a last line without line end, and an event that further
    /// lines might join, are taken as they are; 10 ms to 1 hour. The default is 2 seconds.
    /// </summary>
    public TimeSpan QuietTime { get; set; } = DefaultQuietTime;

    /// <summary>
    /// Most lines that one event may go on over, such as those of a stack trace, 0..100,000; 0 makes each an event of its
    /// own. The default is <c>500</c>.
    /// </summary>
    public int JoinLineLimit { get; set; } = DefaultJoinLineLimit;

    /// <summary>
    /// Name of the header field whose value names a line's session, such as <c>Pid</c>. The default is null: see
    /// <see cref="SessionPattern"/>.
    /// </summary>
    public string? SessionField { get; set; }

    /// <summary>
    /// Regular expression that finds the name of a line's session in its content, such as <c>blk_-?\d+</c>: its first
    /// group, or all of it where it has none. The default is null: without either, all lines form one session.
    /// </summary>
    public string? SessionPattern { get; set; }

    /// <summary>What names a line's session, if the settings say so.</summary>
    internal SessionSelector? SessionSelector =>
        SessionField is not null ? Parsing.SessionSelector.Field(SessionField)
        : SessionPattern is not null ? Parsing.SessionSelector.Pattern(SessionPattern)
        : null;

    /// <summary>Which lines belong to the event before them.</summary>
    internal MultiLineRule MultiLineRule => new() { Enabled = JoinLineLimit > 0, MaxLines = JoinLineLimit + 1 };

    /// <summary>The format by its name or notation; all of a line is content where neither is set.</summary>
    /// <exception cref="ArgumentException">It is no known name, and no right notation.</exception>
    internal LineFormat LineFormat =>
        Format is null ? Parsing.LineFormat.Plain : Parsing.LineFormat.TryGet(Format, out var known) ? known : Parsing.LineFormat.Parse(Format);

    /// <summary>Checks everything and gives a copy that nobody else can change.</summary>
    /// <param name="hasPath">Whether the path counts: a reader or a stream has none.</param>
    /// <exception cref="ArgumentException">Something is out of its range; the message names every fault.</exception>
    internal TextLogOptions Freeze(bool hasPath = true)
    {
        var faults = new OptionFaults(nameof(TextLogOptions));
        if (hasPath)
        {
            faults.RequireFile(nameof(Path), faults.RequireObject(nameof(Path), Path));
        }
        else
        {
            faults.Require(!Follow, nameof(Follow), "true", "only a file can be followed");
            faults.Require(PositionFile is null, nameof(PositionFile), $"\"{PositionFile}\"", "only a file has a position to go on from");
        }

        faults.RequireFile(nameof(PositionFile), PositionFile);
        faults.Require(PositionFile is null || PositionFile != Path, nameof(PositionFile), $"\"{PositionFile}\"", $"it must be another file than {nameof(Path)}");
        faults.Require(Format != "", nameof(Format), "empty", "it must be the name or the fields of a format, or null");
        var formatProblem = Format == "" ? null : ProblemOf(() => _ = LineFormat);
        faults.Require(formatProblem is null, nameof(Format), $"\"{Format}\"", $"{formatProblem}");
        if (faults.RequireObject(nameof(Encoding), Encoding) is { } encoding)
        {
            faults.Require(LineEncoding.TryFor(encoding) is not null, nameof(Encoding), encoding.WebName, "it must have a line end of 1, 2 or 4 bytes");
        }

        faults.RequireDefined(nameof(StartAt), StartAt);
        faults.RequireRange(nameof(PositionInterval), PositionInterval, TimeSpan.FromSeconds(0.1), TimeSpan.FromHours(1));
        faults.RequireRange(nameof(LineLengthLimit), LineLengthLimit, 256, 16_777_216);
        faults.RequireRange(nameof(PollInterval), PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        faults.RequireRange(nameof(QuietTime), QuietTime, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        faults.RequireRange(nameof(JoinLineLimit), JoinLineLimit, 0, 100_000);
        faults.Require(SessionField is null || SessionField.Length > 0, nameof(SessionField), "empty", "it must be the name of a field, or null");
        if (SessionPattern is not null)
        {
            var problem = SessionPattern == "" ? "it must be a regular expression, or null" : ProblemOf(() => Parsing.SessionSelector.Pattern(SessionPattern));
            faults.Require(problem is null, nameof(SessionPattern), $"\"{SessionPattern}\"", problem ?? "");
        }

        faults.Require(SessionField is null || SessionPattern is null, nameof(SessionPattern), $"\"{SessionPattern}\"", $"it must be null where {nameof(SessionField)} is set");
        faults.ThrowIfAny();

        var copy = (TextLogOptions)MemberwiseClone();
        copy.Path = hasPath ? System.IO.Path.GetFullPath(Path) : "";
        copy.PositionFile = PositionFile is null ? null : System.IO.Path.GetFullPath(PositionFile);
        return copy;
    }

    /// <summary>A copy for another file.</summary>
    internal TextLogOptions With(string path)
    {
        var copy = (TextLogOptions)MemberwiseClone();
        copy.Path = path;
        copy.Format = null;
        return copy;
    }

    private static string? ProblemOf(Action make)
    {
        try
        {
            make();
            return null;
        }
        catch (ArgumentException exception)
        {
            // What it must be, behind the name and the value, which are said already.
            var rule = exception.Message.IndexOf("; ", StringComparison.Ordinal);
            return exception.Message[(rule < 0 ? 0 : rule + 2)..].TrimEnd('.');
        }
    }
}
