using System.Text;

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

    /// <summary>A copy, whose paths may then be made absolute.</summary>
    internal TextLogOptions Copy() => (TextLogOptions)MemberwiseClone();
}
