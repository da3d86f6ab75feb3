using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LogGuard.Cli.Input;
using LogGuard.Cli.Models;

namespace LogGuard.Cli.Commands;

/// <summary>Learns a model from logs that are normal.</summary>
internal static class TrainCommand
{
    public static Command Make(CliConsole console)
    {
        var input = new InputOptions();
        var model = ModelOption.Make(description: "The folder that the model is saved to, as a new snapshot.");
        var detector = new Option<DetectorKind>("--detector") { Description = "The models that judge the log.", HelpName = "KIND" };
        detector.AcceptOnlyFromAmong(nameof(DetectorKind.Default), nameof(DetectorKind.NewKey), nameof(DetectorKind.NGram), nameof(DetectorKind.DeepLog));
        var command = new ExampleCommand(
            "train", "Learns a model from logs of normal operation, and keeps how they were read.",
            "logguard train 'logs/monday/*.log.gz' --session-pattern 'order ([A-Z]-\\d+)'",
            "logguard train app.clef --format CompactJson --session OrderId --model models/shop") { model, detector };
        input.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(console, input.Read(parsed), new ModelFolder(parsed.GetValue(model)!), parsed.GetValue(detector), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CliConsole console, InputSettings input, ModelFolder folder, DetectorKind kind, CancellationToken cancellation)
    {
        var settings = new ModelSettings { Format = input.Format, SessionField = input.SessionField, SessionPattern = input.SessionPattern, Detector = kind };
        var clock = Stopwatch.StartNew();

        // Learns in a folder of its own: a model that is there goes on until the new one is whole.
        using var copy = new ModelCopy();
        var detector = new AnomalyDetector(DetectorSetup.Make(copy.Path, settings, console));
        ReadLines read;
        await using (detector.ConfigureAwait(false))
        {
            read = await LogReading.ReadAsync(console, detector, input, Finish, cancellation).ConfigureAwait(false);
            if (detector.State != DetectorState.Detecting)
            {
                throw new CommandException(read.IsStopped ? "stopped before there was a model" : $"nothing was learnt from {read.Lines:N0} lines; give a longer log");
            }

            await detector.SaveAsync(CancellationToken.None).ConfigureAwait(false);

            Tell(detector);
        }

        var number = folder.Add(copy);
        settings.Save(folder.Path);
        console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{read.Lines:N0} lines ({string.Join(", ", read.Formats)}), {read.Unparsed:N0} that do not fit; saved as snapshot {number} of {folder.Name} in {clock.Elapsed.TotalSeconds:0.0} s"));
        return read.IsCutShort ? ExitCode.Failed : ExitCode.Nothing;

        async Task Finish(Output.ReadProgress progress)
        {
            progress.Tell("learning");
            cancellation.ThrowIfCancellationRequested();
            await detector.CloseSessionsAsync(cancellation).ConfigureAwait(false);
            await detector.TrainAsync(cancellation).ConfigureAwait(false);
        }

        void Tell(AnomalyDetector trained)
        {
            if (trained.Calibration is { } calibration)
            {
                console.Output.WriteLine(calibration);
            }

            foreach (var workflow in trained.Workflows)
            {
                console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"workflow {workflow.Name}, {workflow.SessionCount:N0} {(workflow.IsTask ? "runs" : "sessions")}"));
            }
        }
    }
}
