using LogGuard.Faults;

namespace LogGuard.Configuration;

/// <summary>
/// Sets options from the key-value pairs of a configuration, such as <c>Session:IdleTimeout</c> and its text, in the form of
/// <c>IConfiguration.AsEnumerable</c>. Depends on no configuration framework.
/// </summary>
internal static class OptionBinder
{
    // Longer names are not typing errors. The cost of a comparison is the product of both lengths.
    private const int NameLimit = 200;

    /// <summary>
    /// Sets the options. A text that cannot be converted is a fault, which <see cref="AnomalyDetectorOptions.Freeze"/> throws
    /// together with all values out of range. An unknown name is reported once by the detector, so that a newer file does not
    /// stop an older program.
    /// </summary>
    /// <param name="options">Receives the settings.</param>
    /// <param name="settings">Names, with parts separated by colons or dots, and their texts.</param>
    /// <param name="passedOver">
    /// Top-level names to ignore, with everything below them, because they are not settings of the detector, such as
    /// <c>LogLevel</c>.
    /// </param>
    public static void Apply(
        AnomalyDetectorOptions options, IEnumerable<KeyValuePair<string, string?>> settings, params IReadOnlyList<string> passedOver)
    {
        var entries = settings.Select(entry => KeyValuePair.Create(entry.Key.Replace(':', '.').Trim('.'), entry.Value)).ToArray();
        var parents = new HashSet<string>(entries.SelectMany(entry => ParentsOf(entry.Key)), StringComparer.OrdinalIgnoreCase);
        var groups = new HashSet<string>(SettingTable.All.SelectMany(setting => ParentsOf(setting.Name)), StringComparer.OrdinalIgnoreCase);
        var found = new Dictionary<Setting, List<KeyValuePair<string, string?>>>();
        foreach (var (name, text) in entries)
        {
            if (SettingTable.All.FirstOrDefault(setting => Is(setting.Name, name) || (setting.HasParts && IsUnder(name, setting.Name))) is { } setting)
            {
                // An object in place of a text is enumerated as its parts and as a parent name without a text.
                if (setting.HasParts || text is not null || !parents.Contains(name))
                {
                    var texts = found.TryGetValue(setting, out var begun) ? begun : found[setting] = [];
                    texts.Add(KeyValuePair.Create(name[setting.Name.Length..].TrimStart('.'), text));
                }
            }
            else if (name == "" || groups.Contains(name))
            {
                if (!string.IsNullOrEmpty(text))
                {
                    options.AddFault($"{(name == "" ? "options" : name)} is \"{text}\"; it must be an object of settings.");
                }
            }
            else if (!passedOver.Any(other => Is(name, other) || IsUnder(name, other)) && !(text is null && parents.Contains(name)))
            {
                options.AddRemark(RemarkOn(name));
            }
        }

        foreach (var (setting, texts) in found)
        {
            setting.Set(options, texts, options.AddFault);
        }
    }

    private static string RemarkOn(string name) =>
        SettingTable.InCodeOnly.FirstOrDefault(other => Is(name, other) || IsUnder(name, other)) is { } inCode
            ? $"the setting {inCode} is set in code, and has no effect in a configuration."
            : $"there is no setting {(name.Length > NameLimit ? name[..NameLimit] + "…" : name)}, and it has no effect; the nearest one is "
                + $"{NameSuggester.Of(name[..Math.Min(name.Length, NameLimit)], SettingTable.All.SelectMany(setting => setting.Names))}.";

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsUnder(string name, string other) =>
        name.Length > other.Length && name[other.Length] == '.' && name.StartsWith(other, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> ParentsOf(string name)
    {
        for (var dot = name.IndexOf('.'); dot > 0; dot = name.IndexOf('.', dot + 1))
        {
            yield return name[..dot];
        }
    }
}
