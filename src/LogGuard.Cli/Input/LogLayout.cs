using LogGuard.Parsing;

namespace LogGuard.Cli.Input;

/// <summary>Chooses the format of a log.</summary>
internal static class LogLayout
{
    private const string Automatic = "auto";

    /// <param name="text">Name or notation of the format; null for auto.</param>
    /// <param name="log">The log, whose first lines decide for auto.</param>
    /// <exception cref="CommandException">There is no such format, or the notation is wrong.</exception>
    public static LineFormat FormatOf(string? text, LogStream log)
    {
        if (text is null || string.Equals(text, Automatic, StringComparison.OrdinalIgnoreCase))
        {
            return LineFormat.Detect(log.Sample());
        }

        if (LineFormat.TryGet(text, out var known))
        {
            return known;
        }

        if (!text.Contains('<', StringComparison.Ordinal))
        {
            throw new CommandException($"there is no format '{text}'; use auto, a notation such as \"<Date> <Time> <Level> <Content>\", or one of {string.Join(", ", LineFormat.Known)}");
        }

        try
        {
            return LineFormat.Parse(text);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"the format '{text}' is wrong: {exception.Message}");
        }
    }
}
