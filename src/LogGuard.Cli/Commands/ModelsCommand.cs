using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using LogGuard.Cli.Models;
using LogGuard.Cli.Output;
using Spectre.Console;

namespace LogGuard.Cli.Commands;

/// <summary>Lists, shows, restores and exports the snapshots of a model.</summary>
internal static class ModelsCommand
{
    public static Command Make(CliConsole console) => new ExampleCommand(
        "models", "Lists, shows, restores and exports the snapshots of a model.",
        "logguard models list --model models/shop",
        "logguard models rollback 3 --model models/shop")
    {
        MakeList(console), MakeShow(console), MakeRollback(console), MakeExport(console),
    };

    private static ExampleCommand MakeList(CliConsole console)
    {
        var model = ModelOption.Make();
        var command = new ExampleCommand("list", "Lists the snapshots, oldest first.", "logguard models list --model models/shop") { model };
        command.SetAction(async (parsed, _) =>
        {
            var folder = new ModelFolder(parsed.GetValue(model)!);
            folder.Require();
            var detector = new AnomalyDetector(DetectorSetup.Make(folder.Path, ModelSettings.Load(folder.Path), console));
            await using (detector.ConfigureAwait(false))
            {
                var table = MakeTable(console, "snapshot", "saved", "state", "sessions");
                foreach (var snapshot in detector.Snapshots)
                {
                    table.AddRow(
                        ResultTable.Number(snapshot.Number), snapshot.Saved.ToString("u", CultureInfo.InvariantCulture), snapshot.State == DetectorState.Detecting ? "trained" : "collecting",
                        snapshot.SessionCount is { } count ? ResultTable.Number(count) : "");
                }

                console.Tables().Write(table);
            }

            return ExitCode.Nothing;
        });
        return command;
    }

    private static ExampleCommand MakeShow(CliConsole console)
    {
        var number = new Argument<int?>("SNAPSHOT") { Description = "The number of a snapshot; the newest by default.", Arity = ArgumentArity.ZeroOrOne };
        var model = ModelOption.Make();
        var command = new ExampleCommand("show", "Shows what a snapshot has learnt.", "logguard models show", "logguard models show 2 --model models/shop") { number, model };
        command.SetAction(async (parsed, _) =>
        {
            var folder = new ModelFolder(parsed.GetValue(model)!);
            var settings = ModelSettings.Load(folder.Path);
            using var copy = folder.Copy(parsed.GetValue(number));
            var detector = DetectorSetup.Open(DetectorSetup.Make(copy.Path, settings, console), folder.Name);
            await using (detector.ConfigureAwait(false))
            {
                var output = console.Output;
                output.WriteLine(FormattableString.Invariant($"snapshot   {detector.Snapshots[^1].Number}, saved {detector.Snapshots[^1].Saved:u}"));
                output.WriteLine($"format     {settings.Format ?? "auto"}");
                output.WriteLine($"session    {settings.SessionField ?? settings.SessionPattern ?? "as the format names it"}");
                output.WriteLine($"detector   {settings.Detector}");
                output.WriteLine($"promise    {detector.Calibration}");
                output.WriteLine(FormattableString.Invariant($"templates  {detector.Counters.KeyCount:N0}"));
                output.WriteLine(FormattableString.Invariant($"answers    {detector.Counters.PatternsMarkedNormal:N0} patterns marked normal"));
                foreach (var workflow in detector.Workflows)
                {
                    output.WriteLine();
                    output.WriteLine(FormattableString.Invariant($"workflow {workflow.Name}: {workflow.SessionCount:N0} {(workflow.IsTask ? "runs" : "sessions")}"));
                    foreach (var step in workflow.GetNodes().Where(node => node.Template is not null))
                    {
                        output.WriteLine(FormattableString.Invariant($"  {step.OccurrenceCount,9:N0}  {step.Template}"));
                    }
                }
            }

            return ExitCode.Nothing;
        });
        return command;
    }

    private static ExampleCommand MakeRollback(CliConsole console)
    {
        var number = new Argument<int>("SNAPSHOT") { Description = "The number of the snapshot to return to." };
        var model = ModelOption.Make();
        var command = new ExampleCommand("rollback", "Makes an earlier snapshot the newest one again.", "logguard models rollback 3 --model models/shop") { number, model };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = new ModelFolder(parsed.GetValue(model)!);
            folder.Require();
            var wanted = parsed.GetValue(number);
            if (!folder.Numbers.Contains(wanted))
            {
                throw new CommandException($"{folder.Name} has no snapshot {wanted}; it has {string.Join(", ", folder.Numbers)}");
            }

            var detector = DetectorSetup.Open(DetectorSetup.Make(folder.Path, ModelSettings.Load(folder.Path), console), folder.Name);
            await using (detector.ConfigureAwait(false))
            {
                if (!await detector.RollbackAsync(wanted, cancellation).ConfigureAwait(false))
                {
                    throw new CommandException($"snapshot {wanted} of {folder.Name} cannot be used; the lines above say why");
                }
            }

            console.Error.WriteLine($"snapshot {wanted} is now the newest one, as number {folder.Numbers[^1]}");
            return ExitCode.Nothing;
        });
        return command;
    }

    private static ExampleCommand MakeExport(CliConsole console)
    {
        var target = new Argument<string>("FILE") { Description = "The ZIP file to write." };
        var number = new Option<int?>("--snapshot") { Description = "The number of a snapshot; the newest by default.", HelpName = "N" };
        var model = ModelOption.Make();
        var command = new ExampleCommand(
            "export", "Writes a snapshot to a ZIP file. Unpacked, it is a model's folder again.",
            "logguard models export shop.zip --model models/shop", "unzip shop.zip -d elsewhere && logguard detect app.log --model elsewhere") { target, number, model };
        command.SetAction(parsed =>
        {
            var folder = new ModelFolder(parsed.GetValue(model)!);
            using var copy = folder.Copy(parsed.GetValue(number));
            ModelSettings.Load(folder.Path).Save(copy.Path);

            // The key protects texts of users, and stays where it is.
            File.Delete(Path.Combine(copy.Path, ModelFolder.KeyFile));
            var path = Path.GetFullPath(parsed.GetValue(target)!);
            if (File.Exists(path))
            {
                throw new CommandException($"{path} exists already; name another file");
            }

            ZipFile.CreateFromDirectory(copy.Path, path);
            console.Error.WriteLine($"wrote {path}");
            return ExitCode.Nothing;
        });
        return command;
    }

    private static Table MakeTable(CliConsole console, params string[] columns)
    {
        var table = ResultTable.Make(console);
        foreach (var column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }
}
