using WebApi.Orders;

namespace WebApi.Faults;

/// <summary>The fault of one request.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Step">The template of the step that the fault strikes.</param>
/// <param name="Answer">The response headers, which name the step that was struck. The log does not name it.</param>
internal sealed record RequestFault(FaultKind Kind, string Step, IHeaderDictionary Answer)
{
    public static RequestFault Choose(FaultKind kind, Operation operation, Dice dice, IHeaderDictionary answer) =>
        new(kind, kind == FaultKind.RetryStorm ? OrderTemplates.TryingAgain : operation.Steps[dice.Next(operation.Steps.Length)], answer);

    /// <summary>Whether the fault strikes this step.</summary>
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
