using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// The rule by which a line belongs to the event before it, as those of a stack trace do, and the limits of an event. Only
/// the first line of an event is learnt; the others are shown with it.
/// </summary>
public sealed class MultiLineRule
{
    internal const int DefaultMaxLines = 1_000;
    internal const int DefaultMaxCharacters = 64 * 1024;

    /// <summary>Whether lines are joined. The default is true. If false, each line is an event.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Whether a line that does not fit the format belongs to the line before it that does. The default is true. Lines that
    /// look like those of a stack trace (a blank first, <c>at</c>, <c>Caused by</c>, <c>---&gt;</c>, <c>...</c>) always
    /// belong to it.
    /// </summary>
    public bool JoinUnfitLines { get; set; } = true;

    /// <summary>
    /// Most lines of one event, 1..1,000,000. The default is 1,000, the usual limit of stack traces. Further lines of a stack
    /// trace are dropped and counted; other lines become events of their own.
    /// </summary>
    public int MaxLines { get; set; } = DefaultMaxLines;

    /// <summary>
    /// Most characters of the lines after an event's first one, 0..16,777,216. The default is 65,536. The rest is dropped and
    /// counted. The first line is kept whole.
    /// </summary>
    public int MaxCharacters { get; set; } = DefaultMaxCharacters;

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("MultiLine.MaxLines", MaxLines, 1, 1_000_000);
        faults.RequireRange("MultiLine.MaxCharacters", MaxCharacters, 0, 16 * 1024 * 1024);
    }

    internal MultiLineRule Copy() => (MultiLineRule)MemberwiseClone();

    /// <summary>Whether a line that does not fit looks like the continuation of an event.</summary>
    internal static bool LooksContinued(ReadOnlySpan<char> line) =>
        line.Length == 0 || char.IsWhiteSpace(line[0]) || line.StartsWith("at ") || line.StartsWith("Caused by")
        || line.StartsWith("--->") || line.StartsWith("--- End of") || line.StartsWith("...") || line.StartsWith("Suppressed: ");
}
