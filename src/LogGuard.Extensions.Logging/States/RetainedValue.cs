namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Decides which values can be read later on another thread. Boxed structs are copies, and strings and a few other classes are
/// immutable. Any other object could change, might not be thread-safe, and could keep large object graphs alive. Its type is
/// kept instead.
/// </summary>
internal static class RetainedValue
{
    /// <summary>Returns the value, or its type if the value cannot be kept.</summary>
    public static object? Of(object? value) =>
        value is null or string or ValueType or Uri or Version or Type or Exception ? value : value.GetType();

    /// <summary>Whether all values of a type can be kept.</summary>
    public static bool KeepsAll(Type type) =>
        type.IsValueType || type == typeof(string) || type == typeof(Uri) || type == typeof(Version) || typeof(Type).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type);
}
