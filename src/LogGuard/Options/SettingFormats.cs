using System.Globalization;

namespace LogGuard.Configuration;

/// <summary>The text formats of settings. They use no reflection, for ahead-of-time compilation.</summary>
internal static class SettingFormats
{
    /// <summary>The text for a setting without a value.</summary>
    public const string None = "none";

    public static SettingFormat<bool> Flag { get; } = new("true or false", bool.TryParse, static value => value ? "true" : "false");

    public static SettingFormat<int> Integer { get; } = new(
        "a whole number",
        static (string? text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value),
        static value => value.ToString(CultureInfo.InvariantCulture));

    public static SettingFormat<long> Long { get; } = new(
        "a whole number",
        static (string? text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value),
        static value => value.ToString(CultureInfo.InvariantCulture));

    public static SettingFormat<double> Real { get; } = new(
        "a number such as 0.001",
        static (string? text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value),
        static value => value.ToString("R", CultureInfo.InvariantCulture));

    // Requires a colon: TimeSpan parses "5" as five days, but the author of a setting means seconds or minutes.
    public static SettingFormat<TimeSpan> Time { get; } = new(
        "a time such as 00:05:00, or 1.12:00:00 with days",
        static (string? text, out TimeSpan value) =>
        {
            value = default;
            return text?.Contains(':') == true && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
        },
        static value => value.ToString("c", CultureInfo.InvariantCulture));

    public static SettingFormat<string?> Text { get; } = new(
        "a text",
        static (string? text, out string? value) =>
        {
            value = text;
            return true;
        },
        static value => value is null ? None : $"\"{value}\"");

    /// <summary>The name of an enum member. Numbers are refused, because they depend on the order of declaration.</summary>
    public static SettingFormat<T> Name<T>()
        where T : struct, Enum => new(
            $"one of {string.Join(", ", Enum.GetNames<T>())}",
            static (string? text, out T value) =>
            {
                value = default;
                var index = Array.FindIndex(Enum.GetNames<T>(), name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
                return index >= 0 && Enum.TryParse(Enum.GetNames<T>()[index], out value);
            },
            static value => value.ToString());

    /// <summary>The format of an optional value. Null and the empty text mean no value.</summary>
    public static SettingFormat<T?> Optional<T>(SettingFormat<T> form)
        where T : struct => new(
            $"{form.Words}, or null",
            (string? text, out T? value) =>
            {
                value = null;
                if (string.IsNullOrEmpty(text))
                {
                    return true;
                }

                var isRead = form.TryRead(text, out var read);
                value = read;
                return isRead;
            },
            value => value is { } given ? form.Print(given) : None);
}
