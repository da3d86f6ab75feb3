using WebApi.Orders;

namespace WebApi.Faults;

/// <summary>The fault of one request.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Step">The template of the step that it is about.</param>
/// <param name="Answer">Where the answer is told that it struck; the log is not told.</param>
internal sealed record RequestFault(FaultKind Kind, string Step, IHeaderDictionary Answer)
{
    public static RequestFault Choose(FaultKind kind, Operation operation, Dice dice, IHeaderDictionary answer) =>
        new(kind, kind == FaultKind.RetryStorm ? OrderTemplates.TryingAgain : operation.Steps[dice.Next(operation.Steps.Length)], answer);

    /// <summary>Whether it is this step's turn to go wrong.</summary>
    public bool Strikes(string step)
    {
        if (step != Step)
        {
            return false;
        }

        Answer[FaultNames.Answer] = step;
        return true;
    }
}
