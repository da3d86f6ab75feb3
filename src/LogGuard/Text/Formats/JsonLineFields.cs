using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// The names under which a logger writes the parts of an event as JSON, one object on a line; see
/// <see cref="LineFormat.Json(string, JsonLineFields)"/>. Where several names are given, each is read, and the first is the name
/// of the field.
/// </summary>
/// <remarks>
/// <c>log.level</c> is a member of this name, and the member <c>level</c> of an object <c>log</c>. Members with other names are
/// properties of the event, such as a session's id. Case counts.
/// </remarks>
public sealed record JsonLineFields
{
    // The number of fields of a line is the same.
    private const int MaxNames = 32;

    /// <summary>The time: any common shape of a timestamp, or seconds, milliseconds, microseconds or nanoseconds since 1970.</summary>
    public IReadOnlyList<string> Time { get; init; } = [];

    /// <summary>The level: a name, an abbreviation, a number of syslog (0 to 7), or one of pino and bunyan (10 to 60).</summary>
    public IReadOnlyList<string> Level { get; init; } = [];

    /// <summary>The message, from which templates are mined if there is no template.</summary>
    public IReadOnlyList<string> Message { get; init; } = [];

    /// <summary>The message template, which is an exact log key. Its placeholders are filled with properties of their names.</summary>
    public IReadOnlyList<string> Template { get; init; } = [];

    /// <summary>The exception, which is shown below the message.</summary>
    public IReadOnlyList<string> Exception { get; init; } = [];

    /// <summary>The trace id. It is the session of the line where no other is set.</summary>
    public IReadOnlyList<string> TraceId { get; init; } = [];

    /// <summary>Other fields, such as the logger.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Objects whose members are properties of the event.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>
    /// Members without which a line does not fit. The default is none: a line fits that has a message or a template, and a time or
    /// a level.
    /// </summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Whether a line fits only if its level is written as a number.</summary>
    internal bool LevelIsNumber { get; init; }

    /// <summary>A copy with lists that nobody else can change.</summary>
    internal JsonLineFields Copy() => this with
    {
        Time = [.. Time],
        Level = [.. Level],
        Message = [.. Message],
        Template = [.. Template],
        Exception = [.. Exception],
        TraceId = [.. TraceId],
        Others = [.. Others],
        Properties = [.. Properties],
        Required = [.. Required],
    };

    internal void Check(OptionFaults faults)
    {
        Check(faults, nameof(Time), Time);
        Check(faults, nameof(Level), Level);
        Check(faults, nameof(Message), Message);
        Check(faults, nameof(Template), Template);
        Check(faults, nameof(Exception), Exception);
        Check(faults, nameof(TraceId), TraceId);
        Check(faults, nameof(Others), Others);
        Check(faults, nameof(Properties), Properties);
        Check(faults, nameof(Required), Required);
        faults.Require(
            Message is { Count: > 0 } || Template is { Count: > 0 }, nameof(Message), "empty", $"{nameof(Message)} or {nameof(Template)} must have a name");
        faults.Require(
            Time is { Count: > 0 } || Level is { Count: > 0 }, nameof(Time), "empty", $"{nameof(Time)} or {nameof(Level)} must have a name");
    }

    private static void Check(OptionFaults faults, string setting, IReadOnlyList<string>? names)
    {
        faults.Require(names is not null, setting, "null", "it must be a list of names");
        faults.Require(names is null || names.Count <= MaxNames, setting, $"{names?.Count} names", $"it must have at most {MaxNames}");
        faults.Require(names is null || names.All(name => !string.IsNullOrWhiteSpace(name)), setting, "an empty name", "each must be the name of a member");
    }
}
