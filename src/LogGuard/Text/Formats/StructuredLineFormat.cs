using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// The base of a format of one's own, for lines that no notation describes: derive from it and read a line into a
/// <see cref="LineReading"/>. <see cref="LineFormat.Create(string, LineReader, SessionSelector)"/> does the same with a function, and
/// <see cref="LineFormat.Json(string, JsonLineFields)"/> reads JSON with other names.
/// </summary>
/// <remarks>
/// Pass it to <c>ReadLinesAsync</c>. One format may serve several logs at once: it keeps no state of a line. A line for which reading
/// throws does not fit; the exception goes nowhere else.
/// </remarks>
public abstract class StructuredLineFormat : LineFormat
{
    /// <summary>Creates the format.</summary>
    /// <param name="name">The name of the format in messages.</param>
    /// <param name="session">The session of a line: a property, or a pattern in the message; null if lines name none.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    protected StructuredLineFormat(string name, SessionSelector? session = null)
        : base(Checked(name), [], TimeSpan.Zero, session)
    {
    }

    internal override bool HasOpenFields => true;

    internal override bool JoinsUnfitLines => false;

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line, without its line end. Valid during the call only.</param>
    /// <param name="reading">Receives the parts of the line. Valid during the call only.</param>
    /// <returns>False if the line does not fit the format: it is counted, and all of it is its message.</returns>
    protected abstract bool TryRead(ReadOnlySpan<char> line, LineReading reading);

    internal bool TryReadTime(ReadOnlySpan<char> text, LineParts parts) => TryReadTimestamp(text, parts);

    internal static bool TryReadLevel(ReadOnlySpan<char> text, LineParts parts) => TryReadSeverity(text, parts);

    private protected sealed override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var reading = parts.Reading;
        parts.UseOwnText();
        reading.Begin(this);
        try
        {
            if (!TryRead(line, reading))
            {
                return false;
            }
        }
        catch (Exception)
        {
            // The application's code: no exception of it may end the reading of the log.
            return false;
        }

        reading.End(line);
        return true;
    }

    private protected sealed override LineFormat WithOffsetCore(TimeSpan offset)
    {
        var copy = (StructuredLineFormat)MemberwiseClone();
        copy.AssumedOffset = offset;
        return copy;
    }

    private static string Checked(string name)
    {
        var faults = new OptionFaults(nameof(LineFormat));
        faults.Require(!string.IsNullOrWhiteSpace(name), nameof(Name), name is null ? "null" : "empty", "it must be a name");
        faults.ThrowIfAny();
        return name!;
    }
}
