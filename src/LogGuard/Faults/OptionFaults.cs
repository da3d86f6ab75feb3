using System.Globalization;

namespace LogGuard.Faults;

/// <summary>Collects the faults of one options object and throws them as one exception.</summary>
internal sealed class OptionFaults(string owner)
{
    private readonly List<string> _faults = [];

    public void RequireRange<T>(string setting, T value, T least, T most)
        where T : IComparable<T>
    {
        // NaN compares as less than any number, so it is out of every range.
        Require(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, setting, Text(value), $"it must be between {Text(least)} and {Text(most)}");
    }

    public void RequireDefined<T>(string setting, T value)
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), setting, Text(value), $"it must be one of {string.Join(", ", Enum.GetNames<T>())}");

    public T? RequireObject<T>(string setting, T? value)
        where T : class
    {
        Require(value is not null, setting, "null", "it must be set");
        return value;
    }

    public void RequirePath(string setting, string? path)
    {
        if (path is not null)
        {
            Require(path.Length > 0 && path.IndexOf('\0') < 0, setting, $"\"{path.Replace("\0", "\\0")}\"", "it must be the path of a folder, or null");
        }
    }

    public void RequireFile(string setting, string? path)
    {
        if (path is not null)
        {
            Require(path.Length > 0 && path.IndexOf('\0') < 0, setting, $"\"{path.Replace("\0", "\\0")}\"", "it must be the path of a file");
        }
    }

    public void Require(bool isMet, string setting, string value, string rule)
    {
        if (!isMet)
        {
            Add($"{setting} is {value}; {rule}.");
        }
    }

    public void Add(string fault) => _faults.Add(fault);

    /// <exception cref="ArgumentException">There are faults.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new ArgumentException($"{owner}: {string.Join(' ', _faults)}");
        }
    }

    private static string Text<T>(T value) => value switch
    {
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        double real => real.ToString("0.######", CultureInfo.InvariantCulture),
        IFormattable number and (int or long) => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "null",
    };
}
