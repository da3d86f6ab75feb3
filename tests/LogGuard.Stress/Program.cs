using System.CommandLine;
using LogGuard.Stress;
using LogGuard.Stress.Floods;
using LogGuard.Stress.Fuzzing;
using LogGuard.Stress.Kills;
using LogGuard.Stress.Load;
using LogGuard.Stress.Resume;

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

var fuzzLines = new Command(LineFuzzCommand.Name, "Reads random and mutated lines through a detector by every format, and checks that each line is counted once.") { lines, seed, data };
fuzzLines.SetAction((parsed, _) => LineFuzzCommand.RunAsync(parsed.GetValue(lines), parsed.GetValue(seed), parsed.GetValue(data)));

var split = new Command("split", "Measures how long the ready formats take for the real lines of their systems.") { data };
split.SetAction(parsed => SplitSpeed.Run(parsed.GetValue(data)));

var seconds = new Option<int>("--seconds") { Description = "How long to keep up the load, warming up not counted.", HelpName = "N", DefaultValueFactory = _ => 60 };
var hostThreads = new Option<int>("--threads") { Description = "Threads of the host.", HelpName = "N", DefaultValueFactory = _ => 8 };
var rate = new Option<int>("--rate") { Description = "Events a second of all threads together, but in bursts.", HelpName = "N", DefaultValueFactory = _ => 20_000 };
var restarts = new Option<int>("--restarts") { Description = "How often the detector is exchanged for a new one.", HelpName = "N", DefaultValueFactory = _ => 50 };
var kills = new Option<int>("--kills") { Description = "How often a process that saves is killed.", HelpName = "N", DefaultValueFactory = _ => 200 };
var stressSeed = new Option<int>("--seed") { Description = "Decides the orders, and when what goes wrong.", HelpName = "N", DefaultValueFactory = _ => 1 };
var door = new Option<string>("--door") { Description = "The logging framework in front of the detector.", DefaultValueFactory = _ => Doors.Names[0] };
door.AcceptOnlyFromAmong(Doors.Names);
foreach (var (option, least, most) in new[] { (seconds, 1, 86_400), (hostThreads, 1, 256), (rate, 1, 10_000_000), (restarts, 0, 10_000), (kills, 0, 100_000) })
{
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
        {
            result.AddError($"{option.Name} must be {least} to {most}.");
        }
    });
}

var folder = new Option<string>("--folder") { Description = "Where to save.", Required = true };
var killChild = new Command("kill-child", "Saves until it is killed; started by the main run.") { folder };
killChild.Hidden = true;
killChild.SetAction((parsed, _) => KillChild.RunAsync(parsed.GetValue(folder)!));

var floods = new Option<bool>("--floods") { Description = "Floods of all kinds instead, each in a process of its own, within --seconds together." };
var flood = new Option<string>("--flood") { Description = "The name of one flood.", Required = true };
flood.AcceptOnlyFromAmong([.. Flood.All.Select(one => one.Name)]);
var onlyFlood = new Option<string?>("--only") { Description = "With --floods: one flood by its name.", HelpName = "NAME" };
onlyFlood.AcceptOnlyFromAmong([.. Flood.All.Select(one => one.Name)]);
var leak = new Option<int>("--leak") { Description = "With --floods: bytes that the program keeps for each line on purpose, to see the memory bar fail.", HelpName = "N" };
var floodChild = new Command("flood-child", "Runs one flood; started by the main run.") { flood, folder, seconds, rate, stressSeed, door, leak };
floodChild.Hidden = true;
floodChild.SetAction(parsed => FloodChild.Run(parsed.GetValue(flood)!, parsed.GetValue(folder)!, Settings(parsed)));

var resumeOrders = new Option<int>("--sessions") { Description = "Sessions that are open at the same time.", HelpName = "N", DefaultValueFactory = _ => 1_000 };
var resumeKills = new Option<int>("--kills") { Description = "How often the process is killed.", HelpName = "N", DefaultValueFactory = _ => 20 };
var resumeSeed = new Option<int>("--seed") { Description = "Decides the sessions and the moments of the kills.", HelpName = "N", DefaultValueFactory = _ => 1 };
var resume = new Command("resume", "Kills a process that reads a log, starts it again, and compares its verdicts with an uninterrupted run.") { resumeOrders, resumeKills, resumeSeed };
resume.SetAction((parsed, _) => ResumeCommand.RunAsync(parsed.GetValue(resumeOrders), parsed.GetValue(resumeKills), parsed.GetValue(resumeSeed)));
var resumeChild = new Command("resume-child", "Reads a log until it is killed; started by resume.") { folder };
resumeChild.Hidden = true;
resumeChild.SetAction((parsed, _) => ResumeCommand.RunChildAsync(parsed.GetValue(folder)!));

var inputs = new Option<int>("--inputs") { Description = "How many changed snapshots to open.", HelpName = "N", DefaultValueFactory = _ => 20_000 };
var fuzzSnapshots = new Command("fuzz-snapshots", "Opens detectors on snapshots that were changed by structure, with renewed checksums.") { inputs, seed, threads };
fuzzSnapshots.SetAction((parsed, _) => SnapshotFuzzCommand.RunAsync(parsed.GetValue(inputs), parsed.GetValue(seed), parsed.GetValue(threads)));

var root = new RootCommand("Long and hard runs of LogGuard, for before a release. Without a command: load, with everything going wrong around it.")
{
    fuzz, fuzzLines, split, fuzzSnapshots, killChild, resume, resumeChild, floodChild, seconds, hostThreads, rate, restarts, kills, stressSeed, door, floods, onlyFlood, leak,
};
root.SetAction(parsed => StressCommand.Run(Settings(parsed)));
return await root.Parse(args).InvokeAsync();

StressSettings Settings(ParseResult parsed) => new()
{
    Seconds = parsed.GetValue(seconds),
    Threads = parsed.GetValue(hostThreads),
    Rate = parsed.GetValue(rate),
    Restarts = parsed.GetValue(restarts),
    Kills = parsed.GetValue(kills),
    Seed = parsed.GetValue(stressSeed),
    Door = parsed.GetValue(door)!,
    HasFloods = parsed.GetValue(floods),
    OnlyFlood = parsed.GetValue(onlyFlood),
    Leak = parsed.GetValue(leak),
};
