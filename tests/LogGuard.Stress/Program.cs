using System.CommandLine;
using LogGuard.Stress;
using LogGuard.Stress.Fuzzing;

var lines = new Option<long>("--lines") { Description = "How many lines to make up.", HelpName = "N", DefaultValueFactory = _ => 1_000_000 };
var seed = new Option<int>("--seed") { Description = "The same seed makes the same lines, with the same number of threads.", HelpName = "N", DefaultValueFactory = _ => 20260101 };
var threads = new Option<int>("--threads") { Description = "How many work at it; each makes up lines of its own.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
var data = new Option<string?>("--data") { Description = "Folder of the real logs. Without it: samples/data of this repository.", HelpName = "DIR" };
lines.Validators.Add(result =>
{
    if (result.GetValueOrDefault<long>() < 1)
    {
        result.AddError("--lines must be at least 1.");
    }
});
threads.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 256)
    {
        result.AddError("--threads must be 1 to 256.");
    }
});

var fuzz = new Command("fuzz", "Feeds random and mutated lines through every line format, session selector and joiner.") { lines, seed, threads, data };
fuzz.SetAction(parsed => FuzzCommand.Run(parsed.GetValue(lines), parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(data)));

var split = new Command("split", "Measures how long the ready formats take for the real lines of their systems.") { data };
split.SetAction(parsed => SplitSpeed.Run(parsed.GetValue(data)));

return await new RootCommand("Long and hard runs of LogGuard, for before a release.") { fuzz, split }.Parse(args).InvokeAsync();
