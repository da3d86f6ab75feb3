using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>Reads text logs into a detector's queue, each in a task of its own.</summary>
internal sealed class TextLogReader(
    LogKeyVocabulary vocabulary, bool leavesTexts, MinedKeys minedKeys, EventQueue queue, TimeProvider timeProvider, CaptureRules? capture,
    DiagnosticLog diagnostics)
{
    /// <summary>Reads a file.</summary>
    /// <param name="options">The file and how it is read; checked.</param>
    /// <param name="format">How its lines are built; null for the format that the options name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<TextLogSummary> ReadFileAsync(TextLogOptions options, LineFormat? format, CancellationToken cancellationToken)
    {
        var positions = options.PositionFile is null
            ? null
            : new PositionStore(options.PositionFile, options.PositionInterval, timeProvider, diagnostics.Tell);
        var source = new FileSource(options, positions?.Load(), timeProvider, diagnostics.Tell);
        return ReadAsync(source, format ?? options.LineFormat, options, positions, cancellationToken);
    }

    /// <summary>Reads a source, and disposes of it.</summary>
    /// <param name="source">The lines.</param>
    /// <param name="format">How they are built.</param>
    /// <param name="options">How they are read; checked.</param>
    /// <param name="positions">Keeps how far was read; null where that is not kept.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<TextLogSummary> ReadAsync(
        LineSource source, LineFormat format, TextLogOptions options, PositionStore? positions, CancellationToken cancellationToken)
    {
        // Throws at once for wrong arguments; then goes on in another task, since lines are read as fast as they come.
        TextIntake intake;
        try
        {
            intake = new TextIntake(source, format, options, positions, vocabulary, leavesTexts, minedKeys, queue, timeProvider, capture);
        }
        catch
        {
            source.Dispose();
            throw;
        }

        return Task.Run(RunAsync, CancellationToken.None);

        async Task<TextLogSummary> RunAsync()
        {
            using (source)
            {
                return await intake.RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
