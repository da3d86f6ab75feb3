using LogGuard.Parsing;
using LogGuard.Pipeline;

namespace LogGuard;

/// <summary>The door for text that other programs wrote.</summary>
public sealed partial class AnomalyDetector
{
    /// <summary>
    /// Reads a text log: each event's template is mined from its message, and it is learnt from or judged like any other.
    /// Returns when the log ends; a followed one, when it is cancelled.
    /// </summary>
    /// <remarks>
    /// Nothing of a text is dropped: a full queue holds the reading back. Several logs may be read at a time; templates are
    /// mined over all of them. Where the log ended its sessions may go on: <see cref="CloseSessionsAsync"/> ends them.
    /// </remarks>
    /// <param name="options">The file and how it is read.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then stays read.</param>
    /// <returns>What was read. Trouble on the way is in <see cref="TextLogSummary.EndedEarly"/>.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    /// <exception cref="IOException">The file is not there or cannot be opened, and it is not followed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, and it is not followed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <example>
    /// <code>
    /// await detector.ReadLinesAsync(new TextLogOptions { Path = "/var/log/app.log", Format = "Log4j", Follow = true }, stopping);
    /// </code>
    /// </example>
    public Task<TextLogSummary> ReadLinesAsync(TextLogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ReadFileAsync(options.Freeze(), null, cancellationToken);
    }

    /// <summary>Reads a file, plain or gzip, to its end; see <see cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How its lines are built.</param>
    /// <param name="options">How it is read; its path and its format do not count. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then stays read.</param>
    /// <inheritdoc cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>
    public Task<TextLogSummary> ReadLinesAsync(
        string path, LineFormat format, TextLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(format);
        var copy = (options ?? new TextLogOptions()).With(path);
        return ReadFileAsync(copy.Freeze(), format, cancellationToken);
    }

    /// <summary>Reads a text to its end; see <see cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>.</summary>
    /// <param name="reader">The text; read by nobody else meanwhile, and not closed.</param>
    /// <param name="format">How its lines are built.</param>
    /// <param name="options">How it is read; its path and its format do not count. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then stays read.</param>
    /// <inheritdoc cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>
    public Task<TextLogSummary> ReadLinesAsync(
        TextReader reader, LineFormat format, TextLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(format);
        var copy = (options ?? new TextLogOptions()).Freeze(hasPath: false);
        return ReadAsync(new ReaderSource(reader, copy.LineLengthLimit), format, copy, null, cancellationToken);
    }

    /// <summary>Reads a stream of bytes, plain or gzip, to its end; see <see cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>.</summary>
    /// <param name="stream">The text; read by nobody else meanwhile, and not closed.</param>
    /// <param name="format">How its lines are built.</param>
    /// <param name="options">How it is read; its path and its format do not count. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then stays read.</param>
    /// <inheritdoc cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>
    public Task<TextLogSummary> ReadLinesAsync(
        Stream stream, LineFormat format, TextLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        var copy = (options ?? new TextLogOptions()).Freeze(hasPath: false);
        return ReadAsync(new StreamSource(stream, LineEncoding.TryFor(copy.Encoding), copy.LineLengthLimit), format, copy, null, cancellationToken);
    }

    private Task<TextLogSummary> ReadFileAsync(TextLogOptions options, LineFormat? format, CancellationToken cancellationToken)
    {
        var positions = options.PositionFile is null
            ? null
            : new PositionStore(options.PositionFile, options.PositionInterval, _options.TimeProvider, _diagnostics.Tell);
        var source = new FileSource(options, positions?.Load(), _options.TimeProvider, _diagnostics.Tell);
        return ReadAsync(source, format ?? options.LineFormat, options, positions, cancellationToken);
    }

    // Wrong arguments are told at once, and then the work goes on elsewhere: lines are read as fast as they come.
    private Task<TextLogSummary> ReadAsync(
        LineSource source, LineFormat format, TextLogOptions options, PositionStore? positions, CancellationToken cancellationToken)
    {
        TextIntake intake;
        try
        {
            intake = new TextIntake(source, format, options, positions, _vocabulary, _leavesTexts, _minedKeys, _queue, _options.TimeProvider, _capture);
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
