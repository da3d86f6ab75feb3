using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;

namespace LogGuard.Learning.Training;

/// <summary>Trains the network that predicts the next key.</summary>
internal sealed class NextKeyTrainer(TrainingData data)
{
    private readonly WindowGatherer _gatherer = new(data);

    /// <summary>
    /// Trains on all sessions but the last tenth, by which the weights and the threshold are chosen. Later sessions have no
    /// influence.
    /// </summary>
    /// <returns>Null if no session has a window.</returns>
    public NextKeyQuestion? TrainCalibrated()
    {
        var options = data.Options;
        using var windows = _gatherer.Gather(data.Fit, withBoundaries: true, countsRepetitions: false);
        var validation = _gatherer.Validation(data.HeldOut, windows.IsOnDisk);
        if (windows.IsEmpty)
        {
            return null;
        }

        var model = TrainNetwork(windows, validation, withBoundaries: true, new LogKeyTrainingOptions());

        // Ranks are judged as in the paper; only a floor needs evidence to bound probabilities.
        var evidence = options.Model.TopG is null ? StepEvidence.Of(data.Symbols, windows.Rows(), data.Cancellation) : null;
        var backOff = options.Model.TopG is null
            ? BackOffModel.Train(data.Symbols, data.Corpus, options.Model.WindowSize, data.AlarmRate, FloorCalibration.LargestFloor, data.Cancellation)
            : null;
        var (judged, judgedHeldOut) = windows.IsOnDisk
            ? SessionSample.Choose(data.Corpus, data.HeldOut, _gatherer.Room.JudgedRows, SessionSample.FewestJudged, options.Seed)
            : (data.Corpus, data.HeldOut);
        var rule = options.Model.TopG is { } topG
            ? new ExpectationRule(topG, 0)
            : new ExpectationRule(
                0, FloorCalibration.Calibrate(model, evidence!, judged, judgedHeldOut, data.AlarmRate, _gatherer.Room.JudgedRows, data.Cancellation));
        var judge = new NextKeyJudge(model, rule, evidence: evidence)
        {
            BackOff = backOff,
            StreamSteps = StreamSteps.Of(data.Symbols, data.Corpus),
        };
        return new NextKeyQuestion(judge) { Basis = BasisOf(model, windows) };
    }

    /// <summary>Trains on all sessions with a given g, so no sessions are held out.</summary>
    /// <param name="schedule">How the network is trained.</param>
    /// <param name="topG">The g to use if the settings have none.</param>
    /// <returns>Null if no session has a window.</returns>
    public NextKeyQuestion? TrainByRank(LogKeyTrainingOptions schedule, int topG)
    {
        using var windows = _gatherer.Gather(Range.All, withBoundaries: false, countsRepetitions: true);
        if (windows.IsEmpty)
        {
            return null;
        }

        var model = TrainNetwork(windows, null, withBoundaries: false, schedule);
        return new NextKeyQuestion(new NextKeyJudge(model, new ExpectationRule(data.Options.Model.TopG ?? topG, 0))) { Basis = BasisOf(model, windows) };
    }

    private UpdateBasis BasisOf(LogKeyModel model, TrainingWindows windows) =>
        UpdateBasis.Of(model.Network, windows.Rehearsed(data.Options.Seed, data.Cancellation), data.Options.Seed);

    private LogKeyModel TrainNetwork(TrainingWindows windows, WindowSet? validation, bool withBoundaries, LogKeyTrainingOptions schedule)
    {
        var options = data.Options;
        var settings = schedule with
        {
            StepCount = options.Model.TrainingSteps,
            BatchSize = options.Model.BatchSize,
            Seed = options.Seed,
        };
        var trainer = new LogKeyModelTrainer(data.Engine, settings);
        var description = LogKeyModel.Describe(data.Symbols, options.Model.HiddenSize, options.Model.LayerCount);
        var network = trainer.Train(description, windows.Feed(settings), validation, data.Progress, data.Cancellation);
        return new LogKeyModel(network, data.Symbols, options.Model.WindowSize, withBoundaries);
    }
}
