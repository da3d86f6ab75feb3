using System.Collections;
using System.Net;
using System.Text;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Decides which values can be read later on another thread. Boxed structs are copies, and strings and a few other classes are
/// immutable. Any other object could change, might not be thread-safe, and could keep large object graphs alive. Its text is kept
/// instead, as the framework's own formatter writes it.
/// </summary>
internal static class RetainedValue
{
    // A list is for reading. A longer text is cut, and the rest of the list is not enumerated.
    internal const int TextLimit = 1_024;

    /// <summary>Returns the value, or its text if the value cannot be kept. Never throws.</summary>
    public static object? Of(object? value) =>
        value is null or string or ValueType or Uri or Version or Type or Exception or IPAddress ? value : TextOf(value);

    /// <summary>Whether all values of a type can be kept.</summary>
    public static bool KeepsAll(Type type) =>
        type.IsValueType || type == typeof(string) || type == typeof(Uri) || type == typeof(Version) || typeof(Type).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type) || typeof(IPAddress).IsAssignableFrom(type);

    private static string TextOf(object value)
    {
        try
        {
            // Enumerating a query would run it.
            return Cut(value is IEnumerable and not IQueryable ? Join((IEnumerable)value) : value is IQueryable ? "(query)" : value.ToString() ?? "");
        }
        catch (Exception exception)
        {
            return $"({exception.GetType().Name})";
        }
    }

    private static string Join(IEnumerable values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(value?.ToString() ?? "(null)");
            if (text.Length > TextLimit)
            {
                break;
            }
        }

        return text.ToString();
    }

    private static string Cut(string text) => text.Length <= TextLimit ? text : string.Concat(text.AsSpan(0, TextLimit), "…");
}
