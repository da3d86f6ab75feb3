using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// What names the session of a line of text: one of its header's fields or properties, or whatever a pattern finds in
/// its message. Immutable, and any thread may use it.
/// </summary>
public sealed class SessionSelector
{
    internal static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromMilliseconds(250);

    private SessionSelector(string? fieldName, SessionPattern? content)
    {
        FieldName = fieldName;
        ContentPattern = content;
    }

    /// <summary>The field or property; null where a pattern is looked for.</summary>
    internal string? FieldName { get; }

    internal SessionPattern? ContentPattern { get; }

    /// <summary>
    /// The session is the value of a field of the format, such as <c>Pid</c>, or of a property, such as <c>RequestId</c>.
    /// A line where it is missing, empty or a hyphen names no session.
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
    /// The session is what a regular expression matches in the message, or the first capturing group of it where it has
    /// one, such as <c>blk_-?\d+</c> or <c>instance: (&lt;uuid&gt;)</c>; <c>&lt;uuid&gt;</c> stands for the pattern of one.
    /// </summary>
    /// <remarks>
    /// A line may name several sessions ("delete blk_1 blk_2"), and belongs to all of them then, up to 128; each is
    /// counted once. Searching takes no memory, and time in proportion to the line, unless the expression looks around
    /// or refers back: only then does the limit apply, and a search that takes longer is given up and counted.
    /// </remarks>
    /// <param name="pattern">A .NET regular expression. A capturing group must be the only one and no part of another.</param>
    /// <param name="timeLimit">Longest time one line may take, 1 ms to 10 s. The default is 250 ms: far more than any line takes, even on a busy machine.</param>
    /// <exception cref="ArgumentException">The pattern or the limit is wrong; the message says all that is.</exception>
    public static SessionSelector Pattern(string pattern, TimeSpan? timeLimit = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new SessionSelector(null, SessionPattern.Make(pattern, timeLimit ?? DefaultTimeLimit));
    }

    /// <inheritdoc/>
    public override string ToString() => FieldName is not null ? $"field {FieldName}" : $"pattern {ContentPattern!.Text}";
}
