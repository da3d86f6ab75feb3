using System.CommandLine;
using TextLogs;

var file = new Argument<string>("FILE") { Description = "A text log, plain or gzip." };
var folder = new Argument<string>("DIR") { Description = "A folder with labelled logs: loghub's *_structured.csv, or *.log whose lines are \"date time LEVEL service class#line trace: message\"; plain or gzip." };
var format = new Option<string>("--format")
{
    Description = "How a line is built: a known format's name, or a notation such as \"<Date> <Time> <Level> <Content>\".",
    HelpName = "FORMAT",
    DefaultValueFactory = _ => "Plain",
};
var top = new Option<int>("--top") { Description = "Show this many templates, the most frequent first.", HelpName = "N", DefaultValueFactory = _ => 50 };
var session = new Option<string?>("--session") { Description = "What names a line's session: a field of the format, or a regular expression.", HelpName = "FIELD|PATTERN" };
var learn = new Option<int>("--learn") { Description = "Learn from this many events, then report what does not fit.", HelpName = "N", DefaultValueFactory = _ => 10_000 };
var model = new Option<string?>("--model") { Description = "Keep what is learnt, and how far was read, in this folder.", HelpName = "DIR" };

var parse = new Command("parse", "Prints the templates mined from a log, with counts and examples.") { file, format, top };
parse.SetAction(parsed => Templates.Print(parsed.GetValue(file)!, parsed.GetValue(format)!, parsed.GetValue(top)));

var accuracy = new Command("accuracy", "Compares mined templates with the true ones of labelled logs.") { folder };
accuracy.SetAction(parsed => Accuracy.Print(parsed.GetValue(folder)!));

var watch = new Command("watch", "Follows a live file, learns from it, and prints anomalies as they come.") { file, format, session, learn, model };
watch.SetAction((parsed, stopping) => Watching.RunAsync(
    parsed.GetValue(file)!, parsed.GetValue(format)!, parsed.GetValue(session), parsed.GetValue(learn), parsed.GetValue(model), stopping));

return await new RootCommand("Reads logs that other programs wrote.") { parse, accuracy, watch }.Parse(args).InvokeAsync();
