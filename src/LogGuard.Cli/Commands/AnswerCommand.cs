using System.CommandLine;
using LogGuard.Cli.Input;
using LogGuard.Cli.Models;

namespace LogGuard.Cli.Commands;

/// <summary>Answers a finding of the last detection, from which the model learns.</summary>
internal static class AnswerCommand
{
    private const int MostPasses = 8;
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

        // A session may break the same rule in several ways, of which one is reported at a time.
        using var copy = folder.Copy();
        var answered = 0;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var marked = await MarkAsync(console, folder, copy, report, finding.Fingerprint, isNormal, cancellation).ConfigureAwait(false);
            answered += marked;
            if (marked == 0 || !isNormal)
            {
                break;
            }
        }

        if (answered == 0)
        {
            throw new CommandException($"finding {id} does not come again; run logguard detect to see what is reported now");
        }

        var number = folder.Add(copy);
        console.Error.WriteLine(FormattableString.Invariant($"finding {id} is answered as {(isNormal ? Normal : Anomalous)} ({answered:N0} anomalies), in snapshot {number} of {folder.Name}"));
        return ExitCode.Nothing;
    }

    // The marks hold patterns of the detector's own keys, so it must meet the anomalies itself.
    private static async Task<int> MarkAsync(
        CliConsole console, ModelFolder folder, ModelCopy copy, DetectionReport report, string fingerprint, bool isNormal, CancellationToken cancellation)
    {
        var options = DetectorSetup.Make(copy.Path, ModelSettings.Load(folder.Path), console);
        AnomalyDetector? detector = null;
        var marked = 0;
        options.OnAnomaly = anomaly =>
        {
            if (detector!.FingerprintOf(anomaly) == fingerprint && (isNormal ? detector.MarkNormal(anomaly) : detector.MarkAnomalous(anomaly)))
            {
                marked++;
            }
        };
        detector = DetectorSetup.Open(options, folder.Name);
        await using (detector.ConfigureAwait(false))
        {
            var input = new InputSettings(report.Files, report.Format) { SessionField = report.SessionField, SessionPattern = report.SessionPattern };
            var read = await LogReading.ReadAsync(console, detector, input, _ => detector.CloseSessionsAsync(cancellation), cancellation).ConfigureAwait(false);
            if (read.IsStopped)
            {
                throw new CommandException("stopped; nothing was answered");
            }

            if (marked > 0)
            {
                await detector.LearnFeedbackAsync(cancellation).ConfigureAwait(false);
                await detector.SaveAsync(cancellation).ConfigureAwait(false);
            }
        }

        return marked;
    }
}
