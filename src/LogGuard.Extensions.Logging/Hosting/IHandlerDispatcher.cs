namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>Hands items to handlers until the detector is disposed of.</summary>
internal interface IHandlerDispatcher
{
    /// <summary>Waits for the handlers to finish, once the detector is disposed of; cancels them when time is up.</summary>
    /// <returns>Whether they finished in time.</returns>
    Task<bool> FinishAsync(CancellationToken cancellationToken);
}
