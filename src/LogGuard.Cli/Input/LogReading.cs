using LogGuard.Cli.Output;

namespace LogGuard.Cli.Input;

/// <summary>Reads logs into a detector.</summary>
internal static class LogReading
{
    /// <summary>Reads the files one after another, under a progress bar.</summary>
    /// <param name="console">The console.</param>
    /// <param name="detector">The detector that learns from them or judges them.</param>
    /// <param name="input">The files and how they are read.</param>
    /// <param name="afterwards">Runs under the progress bar after the last file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The number of lines, and whether the reading was stopped.</returns>
    public static Task<ReadLines> ReadAsync(
        CliConsole console, AnomalyDetector detector, InputSettings input, Func<ReadProgress, Task>? afterwards, CancellationToken cancellation)
    {
        var files = FileFinder.Find(input.Files, console);
        return ReadProgress.RunAsync(console, files, async progress =>
        {
            var read = new ReadLines(0, 0, [], false, false);
            foreach (var file in files)
            {
                progress.Tell(file.Name);
                read = await ReadAsync(console, detector, input, file, progress, read, cancellation).ConfigureAwait(false);
                if (read.IsStopped)
                {
                    break;
                }
            }

            if (afterwards is not null)
            {
                await afterwards(progress).ConfigureAwait(false);
            }

            return read;
        });
    }

    private static async Task<ReadLines> ReadAsync(
        CliConsole console, AnomalyDetector detector, InputSettings input, LogFile file, ReadProgress progress, ReadLines before, CancellationToken cancellation)
    {
        using var log = file.Open(console, progress);
        var format = LogLayout.FormatOf(input.Format, log);
        var reading = new TextLogOptions { SessionField = input.SessionField, SessionPattern = input.SessionPattern };
        reading.JoinLineLimit = input.IsLineByLine ? 0 : reading.JoinLineLimit;
        TextLogSummary summary;
        try
        {
            summary = await detector.ReadLinesAsync(log, format, reading, cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"{file.Name} cannot be read as {format}: {exception.Message}");
        }

        if (summary.EndedEarly is { } reason)
        {
            console.Error.WriteLine($"logguard: {file.Name} could be read only to line {summary.Lines}: {reason}");
        }

        return new ReadLines(
            before.Lines + summary.Lines, before.Unparsed + summary.Unparsed, [.. before.Formats.Append(format.Name).Distinct()],
            before.IsCutShort || summary.EndedEarly is not null, summary.Canceled);
    }
}

/// <summary>The lines that were read.</summary>
/// <param name="Lines">Number of lines.</param>
/// <param name="Unparsed">Number of lines that do not fit their format.</param>
/// <param name="Formats">The formats of the files.</param>
/// <param name="IsCutShort">Whether a file could not be read to its end.</param>
/// <param name="IsStopped">Whether the user stopped the reading.</param>
internal sealed record ReadLines(long Lines, long Unparsed, IReadOnlyList<string> Formats, bool IsCutShort, bool IsStopped);
