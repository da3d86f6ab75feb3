using System.Text;

namespace LogGuard;

/// <summary>Settings for reading a text log that another program writes. Copied when reading starts; later changes have no effect.</summary>
/// <example>
/// <code>
/// var options = new TextLogOptions { Path = "/var/log/app.log", Follow = true, PositionFile = "app.position" };
/// </code>
/// </example>
public sealed class TextLogOptions
{
    internal const string AutomaticFormat = "auto";
    internal const int DefaultLineLengthLimit = 65_536;
    internal const int DefaultJoinLineLimit = 500;
    internal static readonly TimeSpan DefaultPollInterval = TimeSpan.FromMilliseconds(250);
    internal static readonly TimeSpan DefaultQuietTime = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan DefaultUnfinishedLineTime = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan DefaultPositionInterval = TimeSpan.FromSeconds(5);

    /// <summary>The file, plain or gzip; must be set. A gzip file is recognized by its first bytes, not by its name.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// The format of a line: the name of a known format, such as <c>Syslog</c>, or its fields, such as
    /// <c>&lt;Date&gt; &lt;Time&gt; &lt;Level&gt; &lt;Content&gt;</c>. The default is null, which means <c>auto</c>: the known format that
    /// fits the first 200 lines best, see <see cref="LogGuard.Parsing.LineFormat.Detect"/>. With <c>Plain</c> the whole line is content.
    /// </summary>
    public string? Format { get; set; }

    /// <summary>
    /// The encoding of a file without a byte order mark that is not evidently UTF-16 or UTF-32; each file is looked at anew. The
    /// default is UTF-8. Invalid bytes are read as U+FFFD and counted.
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
    /// How long a followed file must be unchanged before an event that further lines could continue is taken as complete, 10 ms to 1
    /// hour. The default is 2 seconds.
    /// </summary>
    public TimeSpan QuietTime { get; set; } = DefaultQuietTime;

    /// <summary>
    /// How long a followed file must be unchanged before a last line without a line end is taken as complete, 10 ms to 1 day. The
    /// default is 30 seconds: a program that writes whole blocks leaves half a line behind each of them. With less than
    /// <see cref="QuietTime"/>, that time counts.
    /// </summary>
    public TimeSpan UnfinishedLineTime { get; set; } = DefaultUnfinishedLineTime;

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

    /// <summary>Returns a copy, whose paths may then be made absolute.</summary>
    internal TextLogOptions Copy() => (TextLogOptions)MemberwiseClone();
}
