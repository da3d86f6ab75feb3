using WebApi.Faults;

namespace WebApi.Orders;

/// <summary>One request on its way through its steps, with its chances and the fault that it has, if any.</summary>
internal sealed class RequestRun(Backend backend, Dice dice, RequestFault? fault, ILogger log)
{
    /// <summary>Share of calls to other services that time out once. That is normal, and is learnt as such.</summary>
    private const double TimeoutShare = 0.03;

    /// <summary>Does the work of a step.</summary>
    /// <param name="template">The line that the step logs when it is done; its name.</param>
    /// <returns>False where a fault has the step left out: then nothing was done, and nothing is to be logged.</returns>
    public async ValueTask<bool> DoAsync(string template)
    {
        if (fault?.Strikes(template) == true)
        {
            switch (fault.Kind)
            {
                case FaultKind.SkippedStep:
                    return false;
                case FaultKind.SlowStep:
                    // LogGuard takes no line for late that came within a second: 2 to 4 s.
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

    /// <summary>Waits for another service until it answers, which it may not do the first time.</summary>
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

    /// <summary>True in this share of requests.</summary>
    public bool Chance(double share) => dice.Chance(share);

    /// <summary>An id for what is made in this request.</summary>
    public string MakeId() => dice.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
