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

        // An id type of the application is converted to text.
        var isScalar = value is ValueType || value is not (null or IEnumerable);
        session = isScalar ? SessionId.From(value) : SessionId.Stream;
        return isScalar;
    }
}
