namespace LogGuard.Configuration;

/// <summary>The text format of one type of values in a configuration, independent of the culture of the process.</summary>
/// <param name="Words">A description of the format, such as "a whole number".</param>
/// <param name="TryRead">Parses a text. Returns false if the text has another format.</param>
/// <param name="Print">Formats a value so that it can be parsed again.</param>
internal sealed record SettingFormat<T>(string Words, SettingFormat<T>.Reader TryRead, Func<T, string> Print)
{
    /// <summary>Parses a text, which is null if the configuration has a null.</summary>
    public delegate bool Reader(string? text, out T value);
}
