namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>Passes items to handlers until the detector is disposed.</summary>
internal interface IHandlerDispatcher
{
    /// <summary>Waits for the handlers to complete, once the detector is disposed. Cancels them when the token is cancelled.</summary>
    /// <returns>Whether all handlers completed.</returns>
    Task<bool> FinishAsync(CancellationToken cancellationToken);
}
