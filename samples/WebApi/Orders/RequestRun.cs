using WebApi.Faults;

namespace WebApi.Orders;

/// <summary>The execution of one request, with its random numbers and its fault, if any.</summary>
internal sealed class RequestRun(Backend backend, Dice dice, RequestFault? fault, ILogger log)
{
    /// <summary>Share of calls to other services that time out once, which is learnt as normal.</summary>
    private const double TimeoutShare = 0.03;

    /// <summary>Executes a step.</summary>
    /// <param name="template">The template that the step logs when it is done, which identifies it.</param>
    /// <returns>False if a fault skips the step: nothing was done, and nothing must be logged.</returns>
    public async ValueTask<bool> DoAsync(string template)
    {
        if (fault?.Strikes(template) == true)
        {
            switch (fault.Kind)
            {
                case FaultKind.SkippedStep:
                    return false;
                case FaultKind.SlowStep:
                    // 2 to 4 s, because LogGuard reports no line as late within one second.
                    await Task.Delay(2_000 + dice.Next(2_001));
                    break;
                case FaultKind.NewException:
                    await backend.WorkAsync(dice);
                    throw new InvalidOperationException("The answer could not be understood (a fault that was asked for).");
            }
        }

        await backend.WorkAsync(dice);
        return true;
    }

    /// <summary>Calls another service until it answers; the first call may time out.</summary>
    public async ValueTask CallAsync(string service, string orderId)
    {
        var timeouts = dice.Chance(TimeoutShare) ? 1 : 0;
        if (fault is { Kind: FaultKind.RetryStorm } && fault.Strikes(OrderTemplates.TryingAgain))
        {
            timeouts = 5 + dice.Next(6);
        }

        for (var attempt = 1; attempt <= timeouts; attempt++)
        {
            await backend.WorkAsync(dice);
            log.TryingAgain(service, orderId, attempt);
        }
    }

    /// <summary>Returns true in this share of requests.</summary>
    public bool Chance(double share) => dice.Chance(share);

    /// <summary>Creates an id for an object of this request.</summary>
    public string MakeId() => dice.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
