using System.CommandLine;
using LogGuard.Cli.Models;
using LogGuard.Workflows;

namespace LogGuard.Cli.Commands;

/// <summary>Explains a finding of the last detection.</summary>
internal static class ExplainCommand
{
    public static Command Make(CliConsole console)
    {
        var id = new Argument<int>("ID") { Description = "The number of the finding in the report of the last detect." };
        var model = ModelOption.Make();
        var svg = new Option<string?>("--svg") { Description = "Draw the workflow, with the session's last steps over it, to this file.", HelpName = "FILE" };
        var command = new ExampleCommand(
            "explain", "Explains a finding of the last detect: what was expected, where in the workflow it happened, and how often.",
            "logguard explain 3",
            "logguard explain 3 --model models/shop --svg anomaly.svg") { id, model, svg };
        command.SetAction(async (parsed, _) =>
        {
            var folder = new ModelFolder(parsed.GetValue(model)!);
            var finding = DetectionReport.Load(folder).Find(parsed.GetValue(id));
            Write(console.Output, finding, folder.Name);
            if (parsed.GetValue(svg) is { } path)
            {
                await DrawAsync(console, folder, finding, path).ConfigureAwait(false);
            }

            return ExitCode.Nothing;
        });
        return command;
    }

    private static void Write(TextWriter output, Finding finding, string model)
    {
        var anomaly = finding.Anomaly;
        output.WriteLine(anomaly);
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"seen         {finding.Count:N0} times in {finding.SessionCount:N0} sessions, {anomaly.Timestamp:u} to {finding.LastSeen:u}"));
        output.WriteLine(FormattableString.Invariant($"surprise     {anomaly.Score:0.0} bits, asked by {anomaly.Question}"));
        output.WriteLine($"template     {anomaly.Template}");
        foreach (var step in anomaly.Workflow?.Steps ?? [])
        {
            output.WriteLine($"concerns     {step}");
        }

        foreach (var next in anomaly.Workflow?.Next ?? [])
        {
            output.WriteLine($"could follow {next}");
        }

        output.WriteLine($"fingerprint  {finding.Fingerprint}");
        output.WriteLine();
        output.WriteLine($"It is normal:       logguard answer {finding.Id} normal --model {model}");
        output.WriteLine($"Leave it out:       logguard suppress {finding.Fingerprint} --for 7d --model {model}");
    }

    private static async Task DrawAsync(CliConsole console, ModelFolder folder, Finding finding, string path)
    {
        if (finding.Anomaly.Workflow is not { } context)
        {
            throw new CommandException($"finding {finding.Id} is in no workflow, so there is nothing to draw");
        }

        using var copy = folder.Copy();
        var detector = DetectorSetup.Open(DetectorSetup.Make(copy.Path, ModelSettings.Load(folder.Path), console), folder.Name);
        await using (detector.ConfigureAwait(false))
        {
            var workflow = detector.Workflows.FirstOrDefault(workflow => workflow.Name == context.Name)
                ?? throw new CommandException($"the model has no workflow \"{context.Name}\" any more; run logguard detect again");
            await File.WriteAllTextAsync(path, workflow.ToSvg(PathOf(workflow, finding.Anomaly))).ConfigureAwait(false);
        }

        console.Error.WriteLine($"wrote {Path.GetFullPath(path)}");
    }

    // The steps before the anomaly and its own, by the keys that the workflow knows. Other templates are steps of nothing.
    private static WorkflowPath PathOf(Workflow workflow, Anomaly anomaly)
    {
        var keys = workflow.GetNodes().Where(node => node.Template is not null).DistinctBy(node => node.Template).ToDictionary(node => node.Template!, node => node.Key);
        var hasEnded = anomaly.Kind == AnomalyKind.CutShort;
        var steps = hasEnded ? anomaly.RecentSteps : anomaly.RecentSteps.Append(anomaly.Template);
        return WorkflowPath.Of(workflow, steps.Select(step => keys.GetValueOrDefault(step)), hasEnded: hasEnded);
    }
}
