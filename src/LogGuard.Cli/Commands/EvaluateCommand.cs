using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LogGuard.Cli.Input;
using LogGuard.Cli.Models;
using LogGuard.Cli.Output;
using LogGuard.Parsing;
using Spectre.Console;

namespace LogGuard.Cli.Commands;

/// <summary>Compares what a model reports with the labels of a log.</summary>
internal static class EvaluateCommand
{
    private const string OfLines = "line";
    private const string LabelField = "Label";
    private const string NormalLabel = "-";

    public static Command Make(CliConsole console)
    {
        var input = new InputOptions();
        var model = ModelOption.Make();
        var labels = new Option<string>("--labels")
        {
            Description = "A file with a line ID or ID,LABEL for each session, or 'line' for the label that each line of the format begins with.",
            HelpName = "FILE|line",
            Required = true,
        };
        var output = OutputOption.Make(OutputOption.Text, OutputOption.Json);
        var command = new ExampleCommand(
            "evaluate", "Compares what a model reports with the labels of a log: precision, recall and F1.",
            "logguard evaluate hdfs.log.gz --labels anomaly_label.csv",
            "logguard evaluate BGL.log.gz --format BGL --labels line --output json") { model, labels, output };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = new ModelFolder(parsed.GetValue(model)!);
            folder.Require();
            var settings = input.Read(parsed);
            var confusion = parsed.GetValue(labels) == OfLines
                ? await OfLinesAsync(console, folder, settings, cancellation).ConfigureAwait(false)
                : await OfSessionsAsync(console, folder, settings, LabelFile.Read(console, parsed.GetValue(labels)!), cancellation).ConfigureAwait(false);
            Write(console, confusion, parsed.GetValue(output)!, parsed.GetValue(labels) == OfLines ? "lines" : "sessions");
            return ExitCode.Nothing;
        });
        return command;
    }

    private static async Task<Confusion> OfSessionsAsync(CliConsole console, ModelFolder folder, InputSettings input, HashSet<string> anomalous, CancellationToken cancellation)
    {
        // A session may be closed by a pause and come again.
        var reported = new Dictionary<string, bool>(StringComparer.Ordinal);
        var observer = new EndObserver(session => reported[session.Id.ToString()] = reported.GetValueOrDefault(session.Id.ToString()) || session.AnomalyCount > 0);
        var (_, read) = await DetectionRun.RunAsync(console, folder, input, new FindingCollector(), cancellation, observer).ConfigureAwait(false);
        RequireWhole(read);
        var confusion = new Confusion();
        foreach (var (session, isReported) in reported)
        {
            confusion.Add(anomalous.Contains(session), isReported);
        }

        return confusion;
    }

    private static async Task<Confusion> OfLinesAsync(CliConsole console, ModelFolder folder, InputSettings input, CancellationToken cancellation)
    {
        input = ModelSettings.Load(folder.Path).Complete(input) with { IsLineByLine = true };
        if (input.SessionField is not null || input.SessionPattern is not null)
        {
            throw new CommandException("labels of lines need a log without sessions; train the model without --session and --session-pattern");
        }

        var isAnomalous = await ReadLabelsAsync(console, input, cancellation).ConfigureAwait(false);
        var isReported = new bool[isAnomalous.Count];
        var collector = new FindingCollector
        {
            OnAdded = anomaly =>
            {
                if (anomaly.Position > 0 && anomaly.Position <= isReported.Length)
                {
                    isReported[anomaly.Position - 1] = true;
                }
            },
        };
        var (_, read) = await DetectionRun.RunAsync(console, folder, input, collector, cancellation).ConfigureAwait(false);
        RequireWhole(read);
        var confusion = new Confusion();
        for (var i = 0; i < isReported.Length; i++)
        {
            confusion.Add(isAnomalous[i], isReported[i]);
        }

        return confusion;
    }

    private static async Task<List<bool>> ReadLabelsAsync(CliConsole console, InputSettings input, CancellationToken cancellation)
    {
        var labels = new List<bool>();
        foreach (var file in FileFinder.Find(input.Files, console))
        {
            if (file.Path is null)
            {
                throw new CommandException("labels of lines need a file, because it is read twice; standard input cannot be");
            }

            using var log = file.Open(console);
            var format = LogLayout.FormatOf(input.Format, log);
            if (!format.HasLabel)
            {
                throw new CommandException($"the lines of the format {format} have no label; give the labels of sessions in a file");
            }

            var reader = new LogEventReader(format, new MultiLineRule { Enabled = false });
            await LineBlocks.ReadAsync(
                log,
                line =>
                {
                    if (reader.Add(line))
                    {
                        Add(reader);
                    }
                },
                cancellation).ConfigureAwait(false);
            if (reader.Flush())
            {
                Add(reader);
            }
        }

        return labels;

        void Add(LogEventReader reader) => labels.Add(reader.TryGetField(LabelField, out var label) && !label.SequenceEqual(NormalLabel));
    }

    private static void RequireWhole(ReadLines read)
    {
        if (read.IsStopped || read.IsCutShort)
        {
            throw new CommandException("the log was not read to its end, so nothing is compared");
        }
    }

    private static void Write(CliConsole console, Confusion confusion, string output, string unit)
    {
        if (output == OutputOption.Json)
        {
            console.Output.WriteLine(JsonSerializer.Serialize(confusion, CliJson.Readable.Confusion));
            return;
        }

        var table = ResultTable.Make(console);
        foreach (var column in new[] { unit, "found", "false alarms", "missed", "precision", "recall", "F1" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddRow(
            ResultTable.Number(confusion.Count), ResultTable.Number(confusion.TruePositives), ResultTable.Number(confusion.FalsePositives), ResultTable.Number(confusion.FalseNegatives),
            Share(confusion.Precision), Share(confusion.Recall), Share(confusion.F1));
        console.Tables().Write(table);
    }

    private static string Share(double share) => share.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed class EndObserver(Action<EndedSession> end) : ISessionObserver
    {
        public void OnAnomaly(SessionId session, Anomaly anomaly)
        {
        }

        public void OnEnd(EndedSession session) => end(session);
    }
}
