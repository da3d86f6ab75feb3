using Microsoft.Extensions.DependencyInjection;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>Passes the anomalies or the alerts of a detector to its handlers, one at a time, with a scope for each.</summary>
/// <typeparam name="THandler">The interface of the handlers.</typeparam>
/// <typeparam name="TItem">The items that they handle.</typeparam>
internal sealed class HandlerDispatcher<THandler, TItem> : IHandlerDispatcher
    where THandler : class
{
    private readonly EventIntake _intake;
    private readonly IServiceScopeFactory _scopes;
    private readonly string _name;
    private readonly string _what;
    private readonly Func<THandler, TItem, CancellationToken, Task> _handle;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _dispatching;

    /// <summary>Starts to pass items to the handlers.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="items">The items of the detector, from now on.</param>
    /// <param name="scopes">Makes a scope for each item.</param>
    /// <param name="name">The detector's name, which is the handlers' key; empty for handlers without one.</param>
    /// <param name="what">The word for the items in messages, such as <c>anomalies</c>.</param>
    /// <param name="handle">Calls a handler.</param>
    public HandlerDispatcher(
        AnomalyDetector detector, IAsyncEnumerable<TItem> items, IServiceScopeFactory scopes, string name, string what,
        Func<THandler, TItem, CancellationToken, Task> handle)
    {
        _intake = detector.Intake;
        _scopes = scopes;
        _name = name;
        _what = what;
        _handle = handle;

        // The whole task is unwatched: the container logs, too, when it makes a handler.
        using (detector.Unwatched())
        {
            _dispatching = Task.Run(() => DispatchAsync(items));
        }
    }

    public async Task<bool> FinishAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _stopping).ConfigureAwait(false);
        try
        {
            await _dispatching.WaitAsync(cancellationToken).ConfigureAwait(false);
            return !_stopping.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task DispatchAsync(IAsyncEnumerable<TItem> items)
    {
        await foreach (var item in items.ConfigureAwait(false))
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await HandleAsync(item).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The container could not create the handlers, or a scope could not be disposed.
                Report(exception);
            }
        }
    }

    private async Task HandleAsync(TItem item)
    {
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var handlers = _name.Length == 0
                ? scope.ServiceProvider.GetServices<THandler>()
                : scope.ServiceProvider.GetKeyedServices<THandler>(_name);
            foreach (var handler in handlers)
            {
                try
                {
                    await _handle(handler, item, _stopping.Token).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    // A handler that throws must not keep the item from the others.
                    Report(exception);
                }
            }
        }
    }

    private void Report(Exception exception) => _intake.ReportRepeated(
        $"handler of {_what} {exception.GetType().FullName}",
        count => $"handlers of {_what} threw {exception.GetType().Name} {count:N0} times since the last message: {exception.Message}");
}
