using System.CommandLine;

namespace LogGuard.EvaluationRuns;

/// <summary>The command line of the robustness test.</summary>
internal static class RenamesCommand
{
    public static Command Make()
    {
        var draws = new Option<int>("--draws") { Description = "Draws of templates at each rate.", DefaultValueFactory = _ => Rewordings.Count };
        var seed = new Option<int>("--seed") { Description = "Seed of the draws and of the rewordings." };
        var changes = new Option<int>("--changes") { Description = "Changes of one rewording.", DefaultValueFactory = _ => 1 };
        var isShort = new Option<bool>("--short") { Description = "Only whole templates, none and the most of them." };
        var only = new Option<string[]>("--only") { Description = "Detectors that judge; all where it is left out.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. RenamesSettings.Detectors]);
        var command = new Command("renames", "Rewords a share of the templates, or of the events, of HDFS after the training, as LogRobust's study does.") { only, draws, seed, changes, isShort };
        command.SetAction((parsed, cancellation) => Evaluations.RunAsync(
            [
                new RenamesEvaluation(new RenamesSettings
                {
                    Draws = Math.Max(1, parsed.GetValue(draws)),
                    Seed = parsed.GetValue(seed),
                    Changes = Math.Max(1, parsed.GetValue(changes)),
                    Only = parsed.GetValue(only) ?? [],
                    IsShort = parsed.GetValue(isShort),
                }),
            ],
            cancellation));
        return command;
    }
}
