namespace LogGuard.Configuration;

/// <summary>How values of one type are written in a configuration, whatever the culture of the process.</summary>
/// <param name="Words">What a text must be, as in "a whole number".</param>
/// <param name="TryRead">Reads a text; false where it is none of this form.</param>
/// <param name="Print">Writes a value as it is read.</param>
internal sealed record SettingForm<T>(string Words, SettingForm<T>.Reader TryRead, Func<T, string> Print)
{
    /// <summary>Reads a text, which is null where the configuration says so.</summary>
    public delegate bool Reader(string? text, out T value);
}
