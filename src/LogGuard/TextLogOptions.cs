using System.Text;
using LogGuard.Configuration;
using LogGuard.Parsing;

namespace LogGuard;

/// <summary>Settings for reading a text log that another program writes. Copied when reading starts; later changes have no effect.</summary>
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

    /// <summary>The file, plain or gzip; must be set. A gzip file is recognized by its first bytes, not by its name.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// The format of a line: the name of a known format, such as <c>Syslog</c>, or its fields, such as
    /// <c>&lt;Date&gt; &lt;Time&gt; &lt;Level&gt; &lt;Content&gt;</c>. The default is null: the whole line is content.
    /// </summary>
    public string? Format { get; set; }

    /// <summary>
    /// The encoding of a file without a byte order mark. The default is UTF-8. Invalid bytes are read as U+FFFD and counted.
    /// </summary>
    public Encoding Encoding { get; set; } = Encoding.UTF8;

    /// <summary>
    /// Whether to wait for more lines at the end of the file, through rotation, truncation and absence, until cancelled. The
    /// default is <c>false</c>: reading ends at the end of the file, and a missing file is an error.
    /// </summary>
    public bool Follow { get; set; }

    /// <summary>Where to begin in a file without a saved position. The default is <see cref="TextLogStart.Beginning"/>.</summary>
    public TextLogStart StartAt { get; set; } = TextLogStart.Beginning;

    /// <summary>
    /// File that stores the position, so that the next run continues there, even if the log was renamed. It is created if
    /// missing. The default is null: the position is not saved.
    /// </summary>
    public string? PositionFile { get; set; }

    /// <summary>
    /// Time between two saves of the position, 0.1 seconds to 1 hour. The default is 5 seconds. A lower value reads fewer lines
    /// twice after a crash.
    /// </summary>
    public TimeSpan PositionInterval { get; set; } = DefaultPositionInterval;

    /// <summary>
    /// Maximum number of characters of a line, 256..16,777,216. The default is <c>65,536</c>. Longer lines are cut and counted.
    /// The limit bounds the memory, which is up to eleven bytes per character.
    /// </summary>
    public int LineLengthLimit { get; set; } = DefaultLineLengthLimit;

    /// <summary>Polling interval of a followed file that has no new lines, 10 ms to 1 minute. The default is 250 ms.</summary>
    public TimeSpan PollInterval { get; set; } = DefaultPollInterval;

    /// <summary>
    /// How long a followed file must be unchanged before a last line without a line end, and an event that further lines could
    /// continue, are taken as complete, 10 ms to 1 hour. The default is 2 seconds.
    /// </summary>
    public TimeSpan QuietTime { get; set; } = DefaultQuietTime;

    /// <summary>
    /// Maximum number of continuation lines of one event, such as the lines of a stack trace, 0..100,000. The default is
    /// <c>500</c>. With 0 each line is an event of its own.
    /// </summary>
    public int JoinLineLimit { get; set; } = DefaultJoinLineLimit;

    /// <summary>
    /// Name of the header field that holds the session id of a line, such as <c>Pid</c>. The default is null: see
    /// <see cref="SessionPattern"/>.
    /// </summary>
    public string? SessionField { get; set; }

    /// <summary>
    /// Regular expression that finds the session id in the content of a line, such as <c>blk_-?\d+</c>. The id is the first
    /// group, or the whole match if there is no group. The default is null. Without a field or a pattern, all lines form one
    /// session.
    /// </summary>
    public string? SessionPattern { get; set; }

    /// <summary>The selector of a line's session; null if none is set.</summary>
    internal SessionSelector? SessionSelector =>
        SessionField is not null ? Parsing.SessionSelector.Field(SessionField)
        : SessionPattern is not null ? Parsing.SessionSelector.Pattern(SessionPattern)
        : null;

    /// <summary>The rule for lines that continue the previous event.</summary>
    internal MultiLineRule MultiLineRule => new() { Enabled = JoinLineLimit > 0, MaxLines = JoinLineLimit + 1 };

    /// <summary>The format by its name or notation. If none is set, the whole line is content.</summary>
    /// <exception cref="ArgumentException">The format is neither a known name nor a valid notation.</exception>
    internal LineFormat LineFormat =>
        Format is null ? Parsing.LineFormat.Plain : Parsing.LineFormat.TryGet(Format, out var known) ? known : Parsing.LineFormat.Parse(Format);

    /// <summary>Checks all settings and returns a copy that nobody else can change.</summary>
    /// <param name="hasPath">Whether the path is checked: a reader or a stream has none.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
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

    /// <summary>Returns a copy for another file.</summary>
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
            // Keeps the rule only: the fault already states the name and the value.
            var rule = exception.Message.IndexOf("; ", StringComparison.Ordinal);
            return exception.Message[(rule < 0 ? 0 : rule + 2)..].TrimEnd('.');
        }
    }
}
