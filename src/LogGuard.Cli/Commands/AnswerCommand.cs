using System.CommandLine;
using LogGuard.Cli.Input;
using LogGuard.Cli.Models;

namespace LogGuard.Cli.Commands;

/// <summary>Answers a finding of the last detection, from which the model learns.</summary>
internal static class AnswerCommand
{
    private const string Normal = "normal";
    private const string Anomalous = "anomalous";

    public static Command Make(CliConsole console)
    {
        var id = new Argument<int>("ID") { Description = "The number of the finding in the report of the last detect." };
        var answer = new Argument<string>("ANSWER") { Description = "normal: it is not reported again, and the models learn it. anomalous: it was rightly reported." };
        answer.AcceptOnlyFromAmong(Normal, Anomalous);
        var model = ModelOption.Make();
        var command = new ExampleCommand(
            "answer", "Says that a finding of the last detect is normal, or that it is not. Reads the log again and saves a new snapshot.",
            "logguard answer 3 normal",
            "logguard answer 5 anomalous --model models/shop") { id, answer, model };
        command.SetAction((parsed, cancellation) => RunAsync(console, new ModelFolder(parsed.GetValue(model)!), parsed.GetValue(id), parsed.GetValue(answer) == Normal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CliConsole console, ModelFolder folder, int id, bool isNormal, CancellationToken cancellation)
    {
        var report = DetectionReport.Load(folder);
        var finding = report.Find(id);
        if (report.Files.Contains("-"))
        {
            throw new CommandException("the last detect read standard input, which cannot be read again; run logguard detect on a file");
        }

        // The marks hold patterns of the detector's own keys, so it must meet the anomalies itself.
        using var copy = folder.Copy();
        var options = DetectorSetup.Make(copy.Path, ModelSettings.Load(folder.Path), console);
        AnomalyDetector? detector = null;
        var marked = 0;
        options.OnAnomaly = anomaly =>
        {
            if (detector!.FingerprintOf(anomaly) == finding.Fingerprint && (isNormal ? detector.MarkNormal(anomaly) : detector.MarkAnomalous(anomaly)))
            {
                marked++;
            }
        };
        detector = DetectorSetup.Open(options, folder.Name);
        await using (detector.ConfigureAwait(false))
        {
            var input = new InputSettings(report.Files, report.Format) { SessionField = report.SessionField, SessionPattern = report.SessionPattern };
            var read = await LogReading.ReadAsync(console, detector, input, progress => detector.CloseSessionsAsync(cancellation), cancellation).ConfigureAwait(false);
            if (read.IsStopped || marked == 0)
            {
                throw new CommandException(read.IsStopped ? "stopped; nothing was answered" : $"finding {id} does not come again; run logguard detect to see what is reported now");
            }

            await detector.LearnFeedbackAsync(cancellation).ConfigureAwait(false);
            await detector.SaveAsync(cancellation).ConfigureAwait(false);
        }

        var number = folder.Add(copy);
        console.Error.WriteLine($"finding {id} is answered as {(isNormal ? Normal : Anomalous)}, in snapshot {number} of {folder.Name}");
        return ExitCode.Nothing;
    }
}
