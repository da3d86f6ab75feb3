using LogGuard;
using LogGuard.Extensions.Logging;

namespace WebApi.Watching;

/// <summary>Prints alerts, one of the whole text in several lines each.</summary>
internal sealed class AlertHandler : IAlertHandler
{
    /// <summary>The beginning of an alert's first line.</summary>
    public const string Prefix = "ALERT ";

    public Task HandleAsync(Alert alert, CancellationToken cancellationToken)
    {
        // A cause that is over is no new message.
        if (alert.State != AlertState.Resolved)
        {
            Console.WriteLine(Prefix + alert);
        }

        return Task.CompletedTask;
    }
}
