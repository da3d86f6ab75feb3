using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LogGuard.Cli.Input;
using LogGuard.Cli.Models;
using LogGuard.Cli.Output;

namespace LogGuard.Cli.Commands;

/// <summary>Judges logs by a model.</summary>
internal static class DetectCommand
{
    public static Command Make(CliConsole console)
    {
        var input = new InputOptions();
        var model = ModelOption.Make();
        var output = OutputOption.Make(OutputOption.Text, OutputOption.Json, OutputOption.Clef, OutputOption.Sarif);
        var all = new Option<bool>("--all") { Description = "Report each anomaly instead of each cause." };
        var command = new ExampleCommand(
            "detect", "Reports the sessions of logs that break the pattern. The model stays as it is. Exit code 2 if there are any.",
            "logguard detect tuesday.log.gz",
            "logguard detect 'logs/*.clef' --model models/shop --output sarif > anomalies.sarif",
            "zcat old.log.gz | logguard detect --all --output clef") { model, output, all };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = new ModelFolder(parsed.GetValue(model)!);
            var clock = Stopwatch.StartNew();
            var (report, read) = await DetectionRun.RunAsync(console, folder, input.Read(parsed), new FindingCollector(parsed.GetValue(all)), cancellation).ConfigureAwait(false);
            var seconds = clock.Elapsed.TotalSeconds;
            report.Save(folder);
            ReportWriter.Write(console, report, parsed.GetValue(output)!);
            console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{read.Lines:N0} lines ({string.Join(", ", read.Formats)}), {read.Unparsed:N0} that do not fit; {report.Sessions:N0} sessions, {report.AnomalyCount:N0} anomalies of {report.Findings.Count:N0} causes, {report.SuppressedCount:N0} suppressed; {read.Lines / seconds:N0} lines a second{(read.IsStopped ? "; stopped" : "")}"));
            return report.AnomalyCount > 0 ? ExitCode.Found : read.IsCutShort ? ExitCode.Failed : ExitCode.Nothing;
        });
        return command;
    }
}
