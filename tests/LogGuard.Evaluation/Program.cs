using System.CommandLine;
using LogGuard.EvaluationRuns;
using LogGuard.EvaluationRuns.Calibration;
using LogGuard.EvaluationRuns.Models;

var name = new Argument<string>("NAME") { Description = "Which one, or all." };
name.AcceptOnlyFromAmong([.. Evaluations.All.Select(evaluation => evaluation.Name), "all"]);

var command = new RootCommand("Shows on real data how well LogGuard does: a table for people, and last a line \"result name=NAME …\" with the figures.") { name, CalibrationCommand.Make(), ModelsCommand.Make(), RenamesCommand.Make() };
command.SetAction((parsed, cancellation) => Evaluations.RunAsync(parsed.GetValue(name)!, cancellation));
return await command.Parse(args).InvokeAsync();
