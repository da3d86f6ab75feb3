using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>The checked meaning of <see cref="TextLogOptions"/>: its format, its session selector, and its ranges.</summary>
internal static class TextLogSettings
{
    extension(TextLogOptions options)
    {
        /// <summary>The selector of a line's session; null if none is set.</summary>
        public SessionSelector? SessionSelector =>
            options.SessionField is not null ? SessionSelector.Field(options.SessionField)
            : options.SessionPattern is not null ? SessionSelector.Pattern(options.SessionPattern)
            : null;

        /// <summary>The rule for lines that continue the previous event.</summary>
        public MultiLineRule MultiLineRule => new() { Enabled = options.JoinLineLimit > 0, MaxLines = options.JoinLineLimit + 1 };

        /// <summary>The format by its name or notation. Null if the lines decide.</summary>
        /// <exception cref="ArgumentException">The format is neither a known name nor a valid notation.</exception>
        public LineFormat? LineFormat =>
            options.Format is null || options.Format.Trim().Equals(TextLogOptions.AutomaticFormat, StringComparison.OrdinalIgnoreCase) ? null
            : LineFormat.TryGet(options.Format, out var known) ? known
            : IsNotation(options.Format) ? LineFormat.Parse(options.Format)
            : throw new ArgumentException($"no such format; it must be {FormatRule}; the nearest name is {NameSuggester.Of(options.Format, ReadyFormats.Names.Append(TextLogOptions.AutomaticFormat))}");

        /// <summary>Checks all settings and returns a copy that nobody else can change.</summary>
        /// <param name="hasPath">Whether the path is checked: a reader or a stream has none.</param>
        /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
        public TextLogOptions Freeze(bool hasPath = true)
        {
            var faults = new OptionFaults(nameof(TextLogOptions));
            if (hasPath)
            {
                faults.RequireFile(nameof(options.Path), faults.RequireObject(nameof(options.Path), options.Path));
            }
            else
            {
                faults.Require(!options.Follow, nameof(options.Follow), "true", "only a file can be followed");
                faults.Require(options.PositionFile is null, nameof(options.PositionFile), $"\"{options.PositionFile}\"", "only a file has a position to go on from");
            }

            faults.RequireFile(nameof(options.PositionFile), options.PositionFile);
            faults.Require(options.PositionFile is null || options.PositionFile != options.Path, nameof(options.PositionFile), $"\"{options.PositionFile}\"", $"it must be another file than {nameof(options.Path)}");
            faults.Require(options.Format != "", nameof(options.Format), "empty", "it must be the name or the fields of a format, or null");
            var formatProblem = options.Format == "" ? null : ProblemOf(() => _ = options.LineFormat);
            faults.Require(formatProblem is null, nameof(options.Format), $"\"{options.Format}\"", $"{formatProblem}");
            if (faults.RequireObject(nameof(options.Encoding), options.Encoding) is { } encoding)
            {
                faults.Require(LineEncoding.TryFor(encoding) is not null, nameof(options.Encoding), encoding.WebName, "it must have a line end of 1, 2 or 4 bytes");
            }

            faults.RequireDefined(nameof(options.StartAt), options.StartAt);
            faults.RequireRange(nameof(options.PositionInterval), options.PositionInterval, TimeSpan.FromSeconds(0.1), TimeSpan.FromHours(1));
            faults.RequireRange(nameof(options.LineLengthLimit), options.LineLengthLimit, 256, 16_777_216);
            faults.RequireRange(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
            faults.RequireRange(nameof(options.QuietTime), options.QuietTime, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
            faults.RequireRange(nameof(options.UnfinishedLineTime), options.UnfinishedLineTime, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1));
            faults.RequireRange(nameof(options.JoinLineLimit), options.JoinLineLimit, 0, 100_000);
            faults.Require(options.SessionField is null || options.SessionField.Length > 0, nameof(options.SessionField), "empty", "it must be the name of a field, or null");
            if (options.SessionPattern is not null)
            {
                var problem = options.SessionPattern == "" ? "it must be a regular expression, or null" : ProblemOf(() => SessionSelector.Pattern(options.SessionPattern));
                faults.Require(problem is null, nameof(options.SessionPattern), $"\"{options.SessionPattern}\"", problem ?? "");
            }

            faults.Require(options.SessionField is null || options.SessionPattern is null, nameof(options.SessionPattern), $"\"{options.SessionPattern}\"", $"it must be null where {nameof(options.SessionField)} is set");
            faults.ThrowIfAny();

            var copy = options.Copy();
            copy.Path = hasPath ? Path.GetFullPath(options.Path) : "";
            copy.PositionFile = options.PositionFile is null ? null : Path.GetFullPath(options.PositionFile);
            return copy;
        }

        /// <summary>Returns a copy for another file.</summary>
        public TextLogOptions With(string path)
        {
            var copy = options.Copy();
            copy.Path = path;
            copy.Format = null;
            return copy;
        }
    }

    private const string FormatRule = "the name of a format, or its fields, such as <Date> <Time> <Level> <Content>";

    // The longest ready name has 20 characters or so; a longer text is no misspelt name.
    private const int NameLimit = 60;

    // A text with a field is a notation, whatever its faults.
    private static bool IsNotation(string format) => format.Length > NameLimit || format.AsSpan().ContainsAny('<', '>');

    private static string? ProblemOf(Action make)
    {
        try
        {
            make();
            return null;
        }
        catch (ArgumentException exception)
        {
            // The rule follows the name and the value, which the caller adds.
            var rule = exception.Message.IndexOf("; ", StringComparison.Ordinal);
            return exception.Message[(rule < 0 ? 0 : rule + 2)..].TrimEnd('.');
        }
    }
}
