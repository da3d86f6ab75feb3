using LogGuard.Parsing;

namespace LogGuard;

/// <summary>
/// A text log that is read in the background and judged by a detector, from its start to its disposal. For a host: make
/// it when the host starts, and dispose of it before the detector.
/// </summary>
/// <remarks>All members may be called from any thread.</remarks>
public sealed class TextLog : IAsyncDisposable
{
    private readonly TextLogOptions _options;
    private readonly Func<TextLogOptions, CancellationToken, Task<TextLogSummary>> _read;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<TextLogSummary> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isStarted;
    private int _isDisposed;

    /// <summary>Makes one that is not read yet.</summary>
    /// <param name="detector">Learns from it and judges it.</param>
    /// <param name="options">The file and how it is read; copied.</param>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    public TextLog(AnomalyDetector detector, TextLogOptions options)
        : this(options, (detector ?? throw new ArgumentNullException(nameof(detector))).ReadLinesAsync)
    {
    }

    /// <summary>Makes one that reads in a given way.</summary>
    internal TextLog(TextLogOptions options, Func<TextLogOptions, CancellationToken, Task<TextLogSummary>> read)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Freeze();
        _read = read;
    }

    /// <summary>
    /// Ends when reading does: with what came of it at the end of a log that is not followed, cancelled when it is
    /// stopped, and with the error where the log could not be opened.
    /// </summary>
    public Task<TextLogSummary> Completion => _completion.Task;

    /// <summary>Starts reading, on a thread of the pool. A second call does nothing.</summary>
    /// <param name="cancellationToken">Ends the reading, as disposal does.</param>
    /// <returns>Done at once; see <see cref="Completion"/>.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            // Not the caller's scopes and activity: they would hang on to every event.
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => ReadAsync(cancellationToken), CancellationToken.None);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Stops reading, and waits until it has stopped. A second call waits likewise.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            if (Interlocked.Exchange(ref _isStarted, 1) == 0)
            {
                _completion.TrySetCanceled(_stopping.Token);
            }
        }

        await ((Task)_completion.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, cancellationToken);
        try
        {
            _completion.TrySetResult(await _read(_options, either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            _completion.TrySetCanceled(either.Token);
        }
        catch (Exception exception)
        {
            _completion.TrySetException(exception);

            // Whoever does not look at it is not to hear of it from the garbage collector.
            _ = _completion.Task.Exception;
        }
    }
}
