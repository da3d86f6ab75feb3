using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LogGuard.Cli.Flows;
using LogGuard.Cli.Models;
using LogGuard.Cli.Output;
using LogGuard.Workflows;

namespace LogGuard.Cli.Commands;

/// <summary>Compares the flows of two models, or of two snapshots of one.</summary>
internal static class DiffCommand
{
    public static Command Make(CliConsole console)
    {
        var before = new Argument<string>("A") { Description = "The folder of a model; DIR@N is its snapshot N." };
        var after = new Argument<string>("B") { Description = "The folder of another model, or another snapshot." };
        var output = OutputOption.Make(OutputOption.Text, OutputOption.Markdown, OutputOption.Json);
        var svg = new Option<string?>("--svg") { Description = "Draw the difference to this file.", HelpName = "FILE" };
        var command = new ExampleCommand(
            "diff", "Compares the flows of two models: steps gone, new and reordered, counts and times that changed. Exit code 2 if they differ.",
            "logguard diff models/v1 models/v2",
            "logguard diff model@3 model@4 --output markdown --svg flows.svg > flows.md") { before, after, output, svg };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (first, second) = (parsed.GetValue(before)!, parsed.GetValue(after)!);
            var diff = FlowComparer.Compare(
                first, await ReadFlowsAsync(console, first).ConfigureAwait(false), second, await ReadFlowsAsync(console, second).ConfigureAwait(false));
            Write(console.Output, diff, parsed.GetValue(output)!);
            if (parsed.GetValue(svg) is { } path)
            {
                await File.WriteAllTextAsync(path, FlowDiffSvg.Draw(diff), cancellation).ConfigureAwait(false);
                console.Error.WriteLine($"wrote {Path.GetFullPath(path)}");
            }

            return diff.IsEmpty ? ExitCode.Nothing : ExitCode.Found;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Workflow>> ReadFlowsAsync(CliConsole console, string name)
    {
        var (folder, number) = Split(name);
        using var copy = folder.Copy(number);
        var detector = DetectorSetup.Open(DetectorSetup.Make(copy.Path, ModelSettings.Load(folder.Path), console), name);
        await using (detector.ConfigureAwait(false))
        {
            return detector.Workflows.Count > 0 ? detector.Workflows
                : throw new CommandException($"{name} has no workflows: its log has no sessions, or they have no common shape; train it with --session or --session-pattern");
        }
    }

    private static (ModelFolder Folder, int? Number) Split(string name)
    {
        var at = name.LastIndexOf('@');
        return at > 0 && !Directory.Exists(name) && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (new ModelFolder(name[..at]), number) : (new ModelFolder(name), null);
    }

    private static void Write(TextWriter output, FlowDiff diff, string format)
    {
        switch (format)
        {
            case OutputOption.Markdown:
                FlowDiffMarkdown.Write(output, diff);
                break;
            case OutputOption.Json:
                output.WriteLine(JsonSerializer.Serialize(diff, CliJson.Readable.FlowDiff));
                break;
            default:
                foreach (var flow in diff.Flows)
                {
                    output.WriteLine(FormattableString.Invariant($"{flow.Name} ({flow.SessionsBefore:N0} → {flow.SessionsAfter:N0} sessions){(flow.Changes.Count == 0 ? ": no difference" : "")}"));
                    foreach (var change in flow.Changes)
                    {
                        output.WriteLine($"  {change.Kind.ToString().ToLowerInvariant(),-9}  \"{change.Template}\" {change.Detail}");
                    }
                }

                break;
        }
    }
}
