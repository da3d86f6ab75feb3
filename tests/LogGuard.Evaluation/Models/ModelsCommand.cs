using System.CommandLine;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>The command line of the table of models.</summary>
internal static class ModelsCommand
{
    public static Command Make()
    {
        var only = new Option<string[]>("--only") { Description = "Models to run; all where it is left out.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. ModelRows.All.Select(row => row.Model).Distinct()]);
        var budget = new Option<double>("--budget") { Description = "Most minutes for a row; a row that takes longer is left out.", DefaultValueFactory = _ => 30 };
        var to = new Option<string>("--out") { Description = "Folder for models.md, models.svg and the results so far, which are not run again.", DefaultValueFactory = _ => "out" };
        var again = new Option<bool>("--again") { Description = "Runs rows again whose results are there." };
        var command = new Command("models", "Every system of the papers on every log, beside its published figures. Takes long; may be interrupted and goes on where it was. No part of \"all\".") { only, budget, to, again };
        command.SetAction((parsed, cancellation) => Evaluations.RunAsync(
            [new ModelsEvaluation(parsed.GetValue(only) ?? [], TimeSpan.FromMinutes(parsed.GetValue(budget)), parsed.GetValue(to)!, parsed.GetValue(again))],
            cancellation));
        return command;
    }
}
