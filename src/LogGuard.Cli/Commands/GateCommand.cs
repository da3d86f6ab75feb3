using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LogGuard.Cli.Input;
using LogGuard.Cli.Models;
using LogGuard.Cli.Output;

namespace LogGuard.Cli.Commands;

/// <summary>Stops a build whose log has flows that the baseline does not know.</summary>
internal static class GateCommand
{
    public static Command Make(CliConsole console)
    {
        var input = new InputOptions();
        var model = ModelOption.Make("--baseline", "The folder of the model whose flows are approved.");
        var output = OutputOption.Make(OutputOption.Sarif, OutputOption.Text, OutputOption.Json);
        var values = new Option<bool>("--values") { Description = "Also stop on unusual values and times." };
        var command = new ExampleCommand(
            "gate", "Stops a build on a flow that the baseline does not have: a step that is new, gone or out of its place. Exit code 2 and SARIF.",
            "logguard gate --baseline models/shop integration-tests.clef > gate.sarif",
            "logguard gate --baseline models/shop 'logs/*.log' --output text") { model, output, values };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var rate = 0.0;
            var (report, read) = await DetectionRun.RunAsync(
                console, new ModelFolder(parsed.GetValue(model)!), input.Read(parsed), new FindingCollector(), cancellation,
                inspect: detector =>
                {
                    rate = Math.Max(detector.Calibration?.Expected ?? 0, ModelOptions.DefaultTargetAlarmRate);
                    return Task.CompletedTask;
                }).ConfigureAwait(false);
            if (read.IsStopped || read.IsCutShort)
            {
                throw new CommandException("the log was not read to its end, so nothing is approved");
            }

            var flows = report.Findings.Where(finding => parsed.GetValue(values) || finding.Anomaly.Kind is not (AnomalyKind.UnusualValue or AnomalyKind.UnusualRate)).ToArray();
            var stopping = flows.Where(finding => IsNew(finding) || !Tolerance.IsChance(finding.SessionCount, report.Sessions, rate)).ToArray();
            Write(console, report with { Findings = stopping, AnomalyCount = stopping.Sum(finding => finding.Count) }, parsed.GetValue(output)!);
            Tell(console, report, stopping, flows.Length - stopping.Length);
            return stopping.Length > 0 ? ExitCode.Found : ExitCode.Nothing;
        });
        return command;
    }

    // A template that was never learnt is no matter of chance.
    private static bool IsNew(Finding finding) => finding.Anomaly.Kind is AnomalyKind.UnknownKey or AnomalyKind.RenamedTemplate;

    private static void Write(CliConsole console, DetectionReport report, string output)
    {
        if (output == OutputOption.Sarif)
        {
            SarifWriter.Write(console.Output, report, "error");
        }
        else if (output == OutputOption.Json)
        {
            console.Output.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.DetectionReport));
        }
        else
        {
            ReportWriter.Write(console, report, OutputOption.Text);
        }
    }

    private static void Tell(CliConsole console, DetectionReport report, Finding[] stopping, int tolerated)
    {
        foreach (var finding in stopping)
        {
            console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unapproved: {finding.SessionCount:N0} of {report.Sessions:N0} sessions: {finding.Anomaly.Reason} (\"{finding.Anomaly.Template}\")"));
        }

        console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Lines:N0} lines, {report.Sessions:N0} sessions: {(stopping.Length == 0 ? "every flow is approved" : $"{stopping.Length:N0} unapproved flows; if they are wanted, train the baseline on this log")}{(tolerated > 0 ? $"; {tolerated:N0} tolerated, as rare as the model's false alarms" : "")}"));
    }
}
