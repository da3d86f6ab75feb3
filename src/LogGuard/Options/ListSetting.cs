using System.Globalization;

namespace LogGuard.Configuration;

/// <summary>A setting that is a list. A configuration replaces the whole list.</summary>
/// <param name="name">The name of the setting.</param>
/// <param name="fields">The names of an item's parts; empty if an item is a text.</param>
/// <param name="make">Creates an item from the texts of its parts.</param>
/// <param name="print">Formats an item.</param>
/// <param name="get">Gets the list.</param>
/// <param name="set">Sets the list.</param>
internal sealed class ListSetting<T>(
    string name, string[] fields, Func<string[], T> make, Func<T, string> print,
    Func<AnomalyDetectorOptions, IList<T>> get, Action<AnomalyDetectorOptions, IList<T>> set) : Setting(name)
{
    public override string Words => fields.Length == 0 ? "a list of texts" : $"a list of objects with {string.Join(" and ", fields)}";

    public override bool HasParts => true;

    public override IEnumerable<string> Names => fields.Length == 0 ? [Name] : [Name, .. fields.Select(part => $"{Name}.0.{part}")];

    public override void Set(AnomalyDetectorOptions options, IReadOnlyList<KeyValuePair<string, string?>> texts, Action<string> addFault)
    {
        var items = new Dictionary<string, string?[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, text) in texts)
        {
            if (path == "")
            {
                // The path of the list itself has no text, or an empty one for an empty list. Any other text is a fault.
                if (!string.IsNullOrEmpty(text))
                {
                    addFault(Fault(Name, text, Words));
                    return;
                }

                continue;
            }

            var (item, field) = path.IndexOf('.') is var dot and >= 0 ? (path[..dot], path[(dot + 1)..]) : (path, "");
            var index = fields.Length == 0 ? (field == "" ? 0 : -1) : Array.FindIndex(fields, known => known.Equals(field, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                var parts = items.TryGetValue(item, out var begun) ? begun : items[item] = new string?[Math.Max(1, fields.Length)];
                parts[index] = text;
            }
            else if (field != "" || !string.IsNullOrEmpty(text))
            {
                addFault(field == "" ? Fault($"{Name}.{path}", text, $"an object with {string.Join(" and ", fields)}") : UnknownPart(path));
            }
        }

        if (items.Values.Any(parts => parts.Contains(null)))
        {
            addFault($"{Name} has an item that is not complete; it must be {Words}.");
            return;
        }

        set(options, [.. items.OrderBy(item => OrderOf(item.Key)).Select(item => make(item.Value!))]);
    }

    public override string Print(AnomalyDetectorOptions options) =>
        get(options) is { Count: > 0 } list ? $"[{string.Join(", ", list.Select(print))}]" : SettingFormats.None;

    public override void Copy(AnomalyDetectorOptions from, AnomalyDetectorOptions to) => set(to, [.. get(from)]);

    private string UnknownPart(string path) => $"{Name}.{path} is not known; {Name} must be {Words}.";

    // A configuration enumerates items in no particular order, with their indexes as names.
    private static int OrderOf(string item) =>
        int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue;
}
