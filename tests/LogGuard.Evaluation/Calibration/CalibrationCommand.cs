using System.CommandLine;
using LogGuard.EvaluationRuns.Calibration.Sets;

namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>The command line of the calibration.</summary>
internal static class CalibrationCommand
{
    public static Command Make()
    {
        var data = new Option<string[]>("--data") { Description = "Data sets; all where it is left out.", AllowMultipleArgumentsPerToken = true };
        data.AcceptOnlyFromAmong([.. CalibrationSets.Names]);
        var learnt = new Option<int[]>("--learnt") { Description = "Numbers of normal sessions to learn; 50, 200, 1,000, 2,000 and 4,000 where it is left out.", AllowMultipleArgumentsPerToken = true };
        var seeds = new Option<int>("--seeds") { Description = "Number of seeds.", DefaultValueFactory = _ => 3 };
        var whole = new Option<bool>("--whole") { Description = "Judges each of the 570,204 test sessions of HDFS by itself, instead of each distinct one with its weight." };
        var drawn = new Option<bool>("--drawn") { Description = "Learns sessions of TrainTicket that are drawn at random, instead of the first ones." };
        var texts = new Option<bool>("--text-sets") { Description = "Judges texts that are one of few, too (Values.TextSets)." };
        var to = new Option<string>("--out") { Description = "Folder for calibration.md and calibration.svg.", DefaultValueFactory = _ => "out" };
        var examples = new Option<int>("--examples") { Description = "Shows that many kinds of false alarms and misses of each cell." };
        var lines = new Option<string?>("--lines") { Description = "A labelled log, plain or gzip, instead of the data sets." };
        var format = new Option<string>("--format") { Description = "Its format, by name or by fields.", DefaultValueFactory = _ => "Plain" };
        var labels = new Option<string?>("--labels") { Description = "Labels of its sessions: rows \"id,…,label\", or the ids of the anomalous ones." };
        var first = new Option<bool>("--label-first-word") { Description = "The first word of a line is its label, \"-\" for a normal one." };
        var session = new Option<string?>("--session-field") { Description = "The field that names the session; without one, and without sessions in the format, each line is judged by itself." };
        var command = new Command("calibration", "False alarms in 1,000 normal sessions by the number of sessions learnt, on every data set, beside simple checks. Takes long; no part of \"all\".")
        {
            data, learnt, seeds, whole, drawn, texts, to, examples, lines, format, labels, first, session,
        };
        command.SetAction((parsed, cancellation) => Evaluations.RunAsync(
            [
                new CalibrationEvaluation(new CalibrationSettings
                {
                    Data = parsed.GetValue(data) ?? [],
                    Sizes = parsed.GetValue(learnt) is { Length: > 0 } sizes ? sizes : CalibrationSettings.DefaultSizes,
                    Seeds = Math.Max(1, parsed.GetValue(seeds)),
                    IsWhole = parsed.GetValue(whole),
                    JudgesTexts = parsed.GetValue(texts),
                    IsDrawn = parsed.GetValue(drawn),
                    Out = parsed.GetValue(to)!,
                    Examples = parsed.GetValue(examples),
                    Lines = parsed.GetValue(lines) is { } path
                        ? new LineInput(path, parsed.GetValue(format)!, parsed.GetValue(labels), parsed.GetValue(first), parsed.GetValue(session))
                        : null,
                }),
            ],
            cancellation));
        return command;
    }
}
