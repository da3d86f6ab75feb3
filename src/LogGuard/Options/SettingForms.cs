using System.Globalization;

namespace LogGuard.Configuration;

/// <summary>The forms that settings have. No reflection: programs that are compiled ahead of time have none to spare.</summary>
internal static class SettingForms
{
    /// <summary>What stands for a setting that has no value.</summary>
    public const string None = "none";

    public static SettingForm<bool> Flag { get; } = new("true or false", bool.TryParse, static value => value ? "true" : "false");

    public static SettingForm<int> Integer { get; } = new(
        "a whole number",
        static (string? text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value),
        static value => value.ToString(CultureInfo.InvariantCulture));

    public static SettingForm<long> Long { get; } = new(
        "a whole number",
        static (string? text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value),
        static value => value.ToString(CultureInfo.InvariantCulture));

    public static SettingForm<double> Real { get; } = new(
        "a number such as 0.001",
        static (string? text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value),
        static value => value.ToString("R", CultureInfo.InvariantCulture));

    // With a colon: .NET reads "5" as five days, and whoever writes it means seconds or minutes.
    public static SettingForm<TimeSpan> Time { get; } = new(
        "a time such as 00:05:00, or 1.12:00:00 with days",
        static (string? text, out TimeSpan value) =>
        {
            value = default;
            return text?.Contains(':') == true && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
        },
        static value => value.ToString("c", CultureInfo.InvariantCulture));

    public static SettingForm<string?> Text { get; } = new(
        "a text",
        static (string? text, out string? value) =>
        {
            value = text;
            return true;
        },
        static value => value is null ? None : $"\"{value}\"");

    /// <summary>One of an enum's names. Numbers would be read by the order in which they are declared, and are refused.</summary>
    public static SettingForm<T> Name<T>()
        where T : struct, Enum => new(
            $"one of {string.Join(", ", Enum.GetNames<T>())}",
            static (string? text, out T value) =>
            {
                value = default;
                var index = Array.FindIndex(Enum.GetNames<T>(), name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
                return index >= 0 && Enum.TryParse(Enum.GetNames<T>()[index], out value);
            },
            static value => value.ToString());

    /// <summary>A form for what may be left out: null and the empty text stand for no value.</summary>
    public static SettingForm<T?> Optional<T>(SettingForm<T> form)
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
