using LogGuard.Parsing;

namespace LogGuard;

/// <summary>
/// Reads a text log in the background and passes it to a detector, until it is disposed. In a host, create it when the host
/// starts, and dispose it before the detector.
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

    /// <summary>Creates a text log. Reading begins with <see cref="StartAsync"/>.</summary>
    /// <param name="detector">The detector that learns from the log and judges it.</param>
    /// <param name="options">The file and the settings for reading it; copied.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
    public TextLog(AnomalyDetector detector, TextLogOptions options)
        : this(options, (detector ?? throw new ArgumentNullException(nameof(detector))).ReadLinesAsync)
    {
    }

    /// <summary>Creates a text log with another read function.</summary>
    internal TextLog(TextLogOptions options, Func<TextLogOptions, CancellationToken, Task<TextLogSummary>> read)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Freeze();
        _read = read;
    }

    /// <summary>
    /// Completes when reading ends: with the summary at the end of a log that is not followed, or when reading is stopped, see
    /// <see cref="TextLogSummary.Canceled"/>; faulted if the log could not be opened; cancelled if it was stopped before it started.
    /// </summary>
    public Task<TextLogSummary> Completion => _completion.Task;

    /// <summary>Starts reading on the thread pool. A second call does nothing.</summary>
    /// <param name="cancellationToken">Stops reading, as disposal does.</param>
    /// <returns>A completed task; see <see cref="Completion"/> for the end of reading.</returns>
    /// <exception cref="ObjectDisposedException">The text log was disposed.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            // Suppresses the execution context, so that the caller's scopes and activity do not attach to every event.
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => ReadAsync(cancellationToken), CancellationToken.None);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Stops reading and waits until it has stopped. A second call waits as well.</summary>
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

            // Observes the exception, so that an unawaited Completion raises no UnobservedTaskException.
            _ = _completion.Task.Exception;
        }
    }
}
