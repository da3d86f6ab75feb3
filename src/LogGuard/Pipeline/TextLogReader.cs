using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>Reads text logs into a detector's queue, each in a separate task.</summary>
internal sealed class TextLogReader(
    LogKeyVocabulary vocabulary, bool leavesTexts, MinedKeys minedKeys, EventQueue queue, TimeProvider timeProvider, CaptureRules? capture,
    PropertyKeys? properties, DiagnosticLog diagnostics, TextLogPlaces? places = null)
{
    /// <summary>Whether lines keep the short texts among their properties; see <see cref="ValueOptions.TextSets"/>.</summary>
    public bool ReadsTexts { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="options">The file and the settings for reading it; validated.</param>
    /// <param name="format">The format of the lines; null for the format in the options.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<TextLogSummary> ReadFileAsync(TextLogOptions options, LineFormat? format, CancellationToken cancellationToken)
    {
        var positions = options.PositionFile is null
            ? null
            : new PositionStore(options.PositionFile, options.PositionInterval, timeProvider, diagnostics.Warn);
        var position = positions?.Load();
        var place = positions is not null && places is { IsSaved: true } ? places.Open(options.Path, continues: position is not null, positions) : null;

        // The position up to which the saved sessions hold the log. The position file may be ahead of them after a crash.
        var start = place?.Saved?.Position is { } saved ? saved with { RotationOrder = position?.RotationOrder ?? 0 } : position;
        var source = new FileSource(options, start, timeProvider, diagnostics.Tell, diagnostics.Warn);
        return ReadAsync(source, format ?? options.LineFormat, options, positions, cancellationToken, place);
    }

    /// <summary>Reads a source, and disposes it.</summary>
    /// <param name="source">The lines.</param>
    /// <param name="format">The format of the lines; null if they decide.</param>
    /// <param name="options">The settings for reading; validated.</param>
    /// <param name="positions">Saves the position; null if it is not saved.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="place">Where the open sessions are saved; null if they are not.</param>
    public Task<TextLogSummary> ReadAsync(
        LineSource source, LineFormat? format, TextLogOptions options, PositionStore? positions, CancellationToken cancellationToken,
        TextLogPlace? place = null)
    {
        // Throws synchronously for invalid arguments. Reading runs in another task, because it may occupy its thread.
        TextIntake intake;
        try
        {
            intake = new TextIntake(
                source, format, options, positions, vocabulary, leavesTexts, minedKeys, queue, timeProvider, capture, properties, diagnostics, place)
            {
                ReadsTexts = ReadsTexts,
            };
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
