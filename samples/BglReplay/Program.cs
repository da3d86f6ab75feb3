using System.CommandLine;
using BglReplay;

var file = new Option<string>("--file")
{
    Description = "The log, gzip, a label as the first word of each line.",
    HelpName = "FILE",
    DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "data", "BGL_first_100000.log.gz"),
};
var show = new Option<int>("--show") { Description = "Print this many of the last run's anomalies.", HelpName = "N", DefaultValueFactory = _ => 3 };

var command = new RootCommand("Replays 100,000 raw lines of the Blue Gene/L log through LogGuard's text door, line by line, and compares what it reports with the labels.")
{
    file, show,
};
command.SetAction(parsed => BglReplayProgram.RunAsync(parsed.GetValue(file)!, parsed.GetValue(show)));
return await command.Parse(args).InvokeAsync();
