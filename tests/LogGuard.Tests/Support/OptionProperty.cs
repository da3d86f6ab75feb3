using System.Globalization;
using System.Reflection;
using LogGuard.Configuration;
using LogGuard.Parsing;

namespace LogGuard.Tests.Support;

/// <summary>A settable property of the options or of one of their parts, found by reflection.</summary>
/// <param name="Name">Its name with dots.</param>
/// <param name="Path">The properties on the way to it; it is the last one.</param>
internal sealed record OptionProperty(string Name, PropertyInfo[] Path)
{
    /// <summary>All of them, those that only code can set as well.</summary>
    public static IReadOnlyList<OptionProperty> All { get; } = [.. Of(typeof(AnomalyDetectorOptions), [])];

    public Type Type => Path[^1].PropertyType;

    public object? In(AnomalyDetectorOptions options) => Path.Aggregate((object?)options, (owner, property) => property.GetValue(owner));

    /// <summary>A value that is not the default, and its text; enough for a setting that has no rule of its own.</summary>
    public (object Value, string Text) Other()
    {
        var value = In(new AnomalyDetectorOptions());
        var type = Nullable.GetUnderlyingType(Type) ?? Type;
        return type switch
        {
            _ when type == typeof(bool) => (!(bool)value!, (bool)value ? "false" : "true"),
            _ when type == typeof(int) => ((int)(value ?? 4) + 3, Text((int)(value ?? 4) + 3)),
            _ when type == typeof(long) => ((long)(value ?? 4L) + 3, Text((long)(value ?? 4L) + 3)),
            _ when type == typeof(double) => (0.0125, "0.0125"),
            _ when type == typeof(TimeSpan) => (new TimeSpan(1, 2, 3, 4), "1.02:03:04"),
            _ when type == typeof(string) => ("some text", "some text"),
            _ when type.IsEnum => (Enum.GetValues(type).GetValue(1)!, Enum.GetNames(type)[1]),
            _ => throw new NotSupportedException($"{Name} is a {Type}: say here what is to be tried."),
        };

        static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
    }

    /// <summary>Options in which no setting is the default that a text could set.</summary>
    public static AnomalyDetectorOptions OptionsWithOtherValues()
    {
        var options = new AnomalyDetectorOptions();
        foreach (var property in All.Where(property => !SettingTable.InCodeOnly.Contains(property.Name)))
        {
            var owner = property.Path[..^1].Aggregate((object?)options, (owner, step) => step.GetValue(owner));
            property.Path[^1].SetValue(
                owner,
                property.Type == typeof(IList<string>) ? new List<string> { "some text" }
                : property.Type == typeof(IList<CustomMask>) ? new List<CustomMask> { new("number", "[0-9]") }
                : property.Other().Value);
        }

        return options;
    }

    private static IEnumerable<OptionProperty> Of(Type type, PropertyInfo[] path) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true })
        .SelectMany(property => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            ? Of(property.PropertyType, [.. path, property])
            : [new OptionProperty(string.Join('.', path.Append(property).Select(step => step.Name)), [.. path, property])]);
}
