using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// Selects the session of a line of text: a field of its header, a property, or the match of a pattern in its message.
/// Immutable and thread-safe.
/// </summary>
public sealed class SessionSelector
{
    internal static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromMilliseconds(250);

    private SessionSelector(string? fieldName, SessionPattern? content)
    {
        FieldName = fieldName;
        ContentPattern = content;
    }

    /// <summary>The field or property; null for a pattern.</summary>
    internal string? FieldName { get; }

    internal SessionPattern? ContentPattern { get; }

    /// <summary>
    /// The session is the value of a field of the format, such as <c>Pid</c>, or of a property, such as <c>RequestId</c>. A
    /// line in which it is missing, empty or a hyphen names no session.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static SessionSelector Field(string name)
    {
        var faults = new OptionFaults(nameof(SessionSelector));
        faults.Require(!string.IsNullOrWhiteSpace(name), nameof(Field), name is null ? "null" : "empty", "it must be the name of a field or property");
        faults.ThrowIfAny();
        return new SessionSelector(name, null);
    }

    /// <summary>
    /// The session is the match of a regular expression in the message, or that of its capturing group if it has one, such as
    /// <c>blk_-?\d+</c> or <c>instance: (&lt;uuid&gt;)</c>. <c>&lt;uuid&gt;</c> stands for the pattern of a UUID.
    /// </summary>
    /// <remarks>
    /// A line may name several sessions ("delete blk_1 blk_2") and belongs to all of them, up to 128; each counts once. The
    /// search allocates nothing. A match takes time linear in the length of the line, unless the expression uses look-around or back
    /// references. The time limit applies to all matches of a line; a search that exceeds it is abandoned, counted and reported, and
    /// the sessions found until then count.
    /// </remarks>
    /// <param name="pattern">A .NET regular expression with one capturing group at most, which is no part of another group.</param>
    /// <param name="timeLimit">
    /// Longest time for one line, 1 ms to 10 s. The default is 250 ms, far more than any line takes, even on a busy machine.
    /// </param>
    /// <exception cref="ArgumentException">The pattern or the limit is wrong. The message names all faults.</exception>
    public static SessionSelector Pattern(string pattern, TimeSpan? timeLimit = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new SessionSelector(null, SessionPattern.Make(pattern, timeLimit ?? DefaultTimeLimit));
    }

    /// <inheritdoc/>
    public override string ToString() => FieldName is not null ? $"field {FieldName}" : $"pattern {ContentPattern!.Text}";
}
