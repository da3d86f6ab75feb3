using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Detection.Questions;

/// <summary>Teaches a copy of a network the answered steps; see <see cref="LogKeyModelUpdater"/>.</summary>
internal sealed class NextKeyLesson : BackgroundLesson
{
    private readonly NextKeyQuestion _question;
    private readonly AnomalyPattern[] _steps;
    private readonly WindowSet _pairs;
    private readonly NetworkDescription _description;
    private readonly LogKeyModelUpdater _updater;
    private NetworkUpdate? _update;

    public NextKeyLesson(NextKeyQuestion question, AnomalyPattern[] steps, INeuralEngine engine, int seed)
    {
        (_question, _steps) = (question, steps);
        _pairs = question.PairsOf(steps);
        _description = ((LogKeyModel)question.Model).Network.Description;
        _updater = new LogKeyModelUpdater(engine, seed);
    }

    public override int StepCount => _steps.Length;

    public override bool IsLearnt => _update is not null;

    public override void Learn(CancellationToken cancellation) =>
        _update = _updater.Update(_description, _question.Basis!, _question.KeyJudge.Rule, _pairs, cancellation);

    public override IQuestion Finish(double largestLoss, Action<string> tell)
    {
        if (_update is not { } update)
        {
            return _question;
        }

        // The update may not raise as many additional alarms as calibration allows in total. Without it, the marks still apply.
        if (update.LostShare > largestLoss)
        {
            _question.LearntSteps = _steps;
            tell($"{_steps.Length:N0} answered steps are only remembered: a network that learnt them would not expect {Wording.Percent(update.LostShare)} of what was learnt before.");
            return _question;
        }

        tell($"{update.AcceptedCount:N0} of {_steps.Length:N0} answered steps are learnt, in {update.StepCount:N0} optimiser steps.");
        return _question.With(update.Network, _steps);
    }
}
