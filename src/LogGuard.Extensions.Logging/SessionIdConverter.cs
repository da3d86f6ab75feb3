using System.Collections;

namespace LogGuard.Extensions.Logging;

/// <summary>Converts property values to session ids.</summary>
internal static class SessionIdConverter
{
    /// <summary>Gets the session of a value. Returns false for null and collections, which name no session.</summary>
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

            // An id type of the application is converted to text, which cannot change later.
            _ => SessionId.From(value.ToString()),
        };
        return value is not null and not IEnumerable;
    }
}
