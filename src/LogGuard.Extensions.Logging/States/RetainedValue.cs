namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Which values may be read later, on another thread. Numbers and other structs were copied when they were logged, and
/// texts and a few other classes never change. Any other object might change before its line is shown, might not like to be
/// asked by another thread, and might hold on to half the application: its type is kept in its place.
/// </summary>
internal static class RetainedValue
{
    /// <summary>What is kept of a value.</summary>
    public static object? Of(object? value) =>
        value is null or string or ValueType or Uri or Version or Type or Exception ? value : value.GetType();

    /// <summary>Whether every value of a type is kept as it is.</summary>
    public static bool KeepsAll(Type type) =>
        type.IsValueType || type == typeof(string) || type == typeof(Uri) || type == typeof(Version) || typeof(Type).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type);
}
