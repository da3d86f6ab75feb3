using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LogGuard.Cli.Input;
using LogGuard.Cli.Models;
using LogGuard.Cli.Output;

namespace LogGuard.Cli.Commands;

/// <summary>Follows live logs, learns from them, and reports as they grow.</summary>
internal static class WatchCommand
{
    public static Command Make(CliConsole console)
    {
        var input = new InputOptions();
        var model = ModelOption.Make();
        var output = OutputOption.Make(OutputOption.Text, OutputOption.Json, OutputOption.Clef);
        var learn = new Option<long?>("--learn") { Description = "Without a model: learn from this many events first. By default from 2,000 sessions, or 20,000 lines without sessions.", HelpName = "N" };
        var fromEnd = new Option<bool>("--from-end") { Description = "Begin at the end of a file that was not watched before." };
        var all = new Option<bool>("--all") { Description = "Report each anomaly instead of the alerts about their causes." };
        var command = new ExampleCommand(
            "watch", "Follows live logs through their rotation, learns, and reports anomalies as they come. Ctrl+C ends it.",
            "logguard watch /var/log/nova/nova-compute.log --format Nova --session-pattern 'instance: (<uuid>)'",
            "logguard watch app.clef --session OrderId --model models/shop --output clef >> anomalies.clef",
            "journalctl -f -o json | logguard watch - --format JournalJson") { model, output, learn, fromEnd, all };
        input.AddTo(command);
        command.SetAction((parsed, stopping) => RunAsync(
            console, new ModelFolder(parsed.GetValue(model)!), input.Read(parsed), parsed.GetValue(output)!, parsed.GetValue(learn), parsed.GetValue(fromEnd), parsed.GetValue(all), stopping));
        return command;
    }

    private static async Task<int> RunAsync(
        CliConsole console, ModelFolder folder, InputSettings input, string output, long? learn, bool fromEnd, bool all, CancellationToken stopping)
    {
        var files = FindLive(input.Files, console);
        var hasModel = folder.Numbers.Count > 0;
        var settings = ModelSettings.Load(folder.Path);
        input = settings.Complete(input);
        Directory.CreateDirectory(folder.Path);
        if (!hasModel)
        {
            new ModelSettings { Format = input.Format, SessionField = input.SessionField, SessionPattern = input.SessionPattern }.Save(folder.Path);
        }

        var writer = new Reporter(console.Output, output);
        var options = new AnomalyDetectorOptions
        {
            ModelPath = folder.Path,
            Detector = settings.Detector,
            Name = string.Join(", ", files.Select(file => file.Name)),
            SnapshotLimit = ModelFolder.KeptSnapshots,
            Diagnostics = text => console.Error.WriteLine($"logguard: {text}"),
        };
        options.Training.QuarantineTime = null;
        options.Training.EventCount = learn ?? options.Training.EventCount;
        if (learn is { } few)
        {
            options.Training.StreamEventCount = (int)Math.Clamp(few, 100, 1_000_000_000);
        }

        options.OnAnomaly = all ? writer.Write : null;
        options.OnAlert = all ? null : writer.Write;
        var detector = new AnomalyDetector(options);
        await using (detector.ConfigureAwait(false))
        {
            console.Error.WriteLine($"watching {options.Name}; Ctrl+C ends it");
            await Task.WhenAll(files.Select(file => ReadAsync(console, detector, folder, input, file, fromEnd, stopping))).ConfigureAwait(false);
            await detector.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return writer.Count > 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    // A file that is followed may come later.
    private static IReadOnlyList<LogFile> FindLive(IReadOnlyList<string> arguments, CliConsole console) => arguments.Count == 0
        ? FileFinder.Find(arguments, console)
        : [.. arguments.SelectMany(argument => argument.IndexOfAny(['*', '?']) < 0 && argument != "-" && !Directory.Exists(argument)
            ? [new LogFile(argument, Path.GetFullPath(argument))]
            : FileFinder.Find([argument], console))];

    private static async Task ReadAsync(
        CliConsole console, AnomalyDetector detector, ModelFolder folder, InputSettings input, LogFile file, bool fromEnd, CancellationToken stopping)
    {
        var reading = new TextLogOptions { SessionField = input.SessionField, SessionPattern = input.SessionPattern };
        TextLogSummary summary;
        if (file.Path is null)
        {
            using var log = new LogStream(console.OpenInput(), isLive: true);
            summary = await detector.ReadLinesAsync(log, LogLayout.FormatOf(input.Format, log), reading, stopping).ConfigureAwait(false);
        }
        else
        {
            reading.Path = file.Path;
            reading.Format = input.Format;
            reading.Follow = true;
            reading.StartAt = fromEnd ? TextLogStart.End : TextLogStart.Beginning;
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Path)).AsSpan(0, 8));
            reading.PositionFile = Path.Combine(folder.Path, $"position-{hash}.json");
            summary = await detector.ReadLinesAsync(reading, stopping).ConfigureAwait(false);
        }

        console.Error.WriteLine(FormattableString.Invariant($"{file.Name}: {summary.Lines:N0} lines, {summary.Events:N0} events{(summary.EndedEarly is { } reason ? $"; {reason}" : "")}"));
    }

    private sealed class Reporter(TextWriter output, string format)
    {
        public int Count { get; private set; }

        public void Write(Anomaly anomaly) => Write(new Finding(++Count, "", 1, 1, anomaly.Timestamp, anomaly with { ApplicationVersion = null }), anomaly.ToString());

        public void Write(Alert alert) => Write(
            new Finding(++Count, alert.Fingerprint, alert.Count, alert.SessionCount, alert.LastSeen, alert.Anomaly with { ApplicationVersion = null }), alert.ToString());

        private void Write(Finding finding, string text)
        {
            switch (format)
            {
                case OutputOption.Json:
                    output.WriteLine(JsonSerializer.Serialize(finding, CliJson.OnOneLine.Finding));
                    break;
                case OutputOption.Clef:
                    FindingClef.Write(output, finding);
                    break;
                default:
                    output.WriteLine(FormattableString.Invariant($"{finding.LastSeen:u} {text}"));
                    output.WriteLine();
                    break;
            }

            output.Flush();
        }
    }
}
