using System.CommandLine;
using HdfsReplay;
using LogGuard;

var detector = new Option<DetectorKind?>("--detector")
{
    Description = "Replay everything through this detector only. Without it: the default detector, compared with the others.",
    CustomParser = result => result.Tokens[0].Value.ToLowerInvariant() switch
    {
        "default" => DetectorKind.Default,
        "new-key" => DetectorKind.NewKey,
        "ngram" => DetectorKind.NGram,
        "deeplog" => DetectorKind.DeepLog,
        var other => Unknown(result, other),
    },
    HelpName = "default|new-key|ngram|deeplog",
};
var engine = new Option<ReplayEngine>("--engine")
{
    Description = "What trains and judges. torch: TorchSharp on a GPU, torch-cpu: on the processor; both need a build with -p:UseTorchSharp=true.",
    CustomParser = result => result.Tokens[0].Value.ToLowerInvariant() switch
    {
        "managed" => ReplayEngine.Managed,
        "torch" => ReplayEngine.Torch,
        "torch-cpu" => ReplayEngine.TorchCpu,
        var other => UnknownEngine(result, other),
    },
    HelpName = "managed|torch|torch-cpu",
};
var limit = new Option<int?>("--limit") { Description = "Replay only this many of the test sessions.", HelpName = "N" };
var model = new Option<string?>("--model") { Description = "Keep the trained model in this folder; a second run loads it.", HelpName = "DIR" };
var show = new Option<int>("--show") { Description = "Print this many anomalies of anomalous sessions.", HelpName = "N", DefaultValueFactory = _ => 3 };
var pictures = new Option<string?>("--pictures") { Description = "Draw the workflows, and three anomalous sessions over them, in this folder.", HelpName = "DIR" };
var verdicts = new Option<string?>("--verdicts") { Description = "Write what is reported to this file, a session a line: for comparing two runs.", HelpName = "FILE" };
limit.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() < 1)
    {
        result.AddError("--limit must be at least 1.");
    }
});

var command = new RootCommand("Replays the real HDFS log, 11 million events of 570,204 blocks, through LogGuard and compares what it reports with the labels.")
{
    detector, engine, limit, model, show, pictures, verdicts,
};
command.SetAction(parsed => HdfsReplayProgram.RunAsync(
    parsed.GetValue(detector), parsed.GetValue(engine), parsed.GetValue(limit), parsed.GetValue(model), parsed.GetValue(show), parsed.GetValue(pictures),
    parsed.GetValue(verdicts)));
return await command.Parse(args).InvokeAsync();

static DetectorKind? Unknown(System.CommandLine.Parsing.ArgumentResult result, string name)
{
    result.AddError($"There is no detector \"{name}\"; there are default, new-key, ngram and deeplog.");
    return null;
}

static ReplayEngine UnknownEngine(System.CommandLine.Parsing.ArgumentResult result, string name)
{
    result.AddError($"There is no engine \"{name}\"; there are managed, torch and torch-cpu.");
    return default;
}
