using System.Collections;

namespace LogGuard.Extensions.Logging;

/// <summary>Which values name a session.</summary>
internal static class SessionValue
{
    /// <summary>The session that a value names; false where it names none, as null and collections do.</summary>
    public static bool TryGet(object? value, out SessionId session)
    {
        if (value is string)
        {
            session = SessionId.From(value);
            return true;
        }

        session = value switch
        {
            null => SessionId.Stream,
            ValueType or Uri or Version => SessionId.From(value),
            IEnumerable => SessionId.Stream,

            // An id of the application's own type, by its text, which does not change.
            _ => SessionId.From(value.ToString()),
        };
        return value is not null and not IEnumerable;
    }
}
