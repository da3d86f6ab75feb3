using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Models.NextKey;
using LogGuard.Pipeline;
using LogGuard.Workflows;
using LogGuard.Workflows.Feedback;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Cycle;

/// <summary>
/// Answers are learnt beside detection (DeepLog, section 3.3): a thread of its own teaches a copy of the network, and the
/// reader takes it into use between two events. All members are the reader's.
/// </summary>
internal sealed partial class LearningCycle
{
    // Answers come in runs: what came within this time is learnt in one update, and saved with it a little later.
    internal static readonly TimeSpan LearningDelay = TimeSpan.FromSeconds(5);

    private readonly List<TaskCompletionSource<bool>> _feedbackWaiters = [];
    private Thread? _updateThread;
    private bool _isUpdating;
    private bool _isModelUnsaved;
    private long _learntVersion;
    private long? _unlearntSince;

    /// <summary>Learns what was answered a while ago and is not learnt yet, and tells whoever waits once nothing is left to learn.</summary>
    public void LearnFeedbackIfDue()
    {
        if (_state == DetectorState.Detecting && !_isUpdating && !_isRetraining && _feedback.Version != _learntVersion)
        {
            var now = _options.TimeProvider.GetTimestamp();
            _unlearntSince ??= now;
            if (_feedbackWaiters.Count > 0 || _options.TimeProvider.GetElapsedTime(_unlearntSince.Value, now) >= LearningDelay)
            {
                _unlearntSince = null;
                LearnFeedback();
            }
        }

        TellLearnt();
    }

    /// <summary>Learns what was answered so far, now.</summary>
    /// <param name="done">Told true once it is in use; false where nothing is detected yet.</param>
    public void LearnFeedback(TaskCompletionSource<bool> done)
    {
        if (_state != DetectorState.Detecting)
        {
            done.TrySetResult(false);
            return;
        }

        _feedbackWaiters.Add(done);
        LearnFeedbackIfDue();
    }

    private void LearnFeedback()
    {
        _learntVersion = _feedback.Version;
        var marked = _feedback.ToArray(isNormal: true);
        LearnAtOnce(Model!, marked);
        var model = Model!;
        var lessons = SessionModel.LessonsOf(marked);
        AnomalyPattern[] steps = model.CanLearnSteps ? model.StepsToLearn(marked) : [];
        var hasNewLessons = !lessons.SequenceEqual(model.LearntLessons);
        var hasNewSteps = model.CanLearnSteps && !steps.SequenceEqual(model.LearntSteps);
        if (!hasNewLessons && !hasNewSteps)
        {
            return;
        }

        _isUpdating = true;
        var teach = hasNewSteps ? PrepareUpdate(model, steps) : null;
        var trained = model.TrainedWorkflows;
        NetworkUpdate? update = null;
        WorkflowSet? workflows = null;
        _updateThread = StartLearning(
            "LogGuard updater",
            () =>
            {
                var activity = new DetectorActivity("logguard.update", _options.Name);
                activity.Tag("logguard.steps", steps.Length);
                return activity;
            },
            () =>
            {
                workflows = hasNewLessons ? LearnWorkflows(trained, lessons) : null;
                update = teach?.Invoke();
            },
            "the answers could not be learnt, and are only remembered",
            () => Install(model, update, steps, workflows, lessons));
    }

    // Counts and values take their marks in no time, and by themselves.
    private static void LearnAtOnce(SessionModel model, AnomalyPattern[] marked)
    {
        model.LearnCounts(marked);
        model.LearnValues(marked);
    }

    private Func<NetworkUpdate> PrepareUpdate(SessionModel model, AnomalyPattern[] steps)
    {
        var (basis, rule) = (model.Basis!, model.Keys!.Rule);
        var description = ((LogKeyModel)model.Keys.Model).Network.Description;
        var pairs = model.PairsOf(steps);
        return () => _trainer.Update(description, basis, rule, pairs, _stop.Token);
    }

    private WorkflowSet LearnWorkflows(WorkflowSet trained, AnomalyPattern[] lessons)
    {
        if (lessons.Length == 0)
        {
            return trained;
        }

        var learner = new WorkflowLearner(_vocabulary);
        var learnt = learner.Learn(trained, lessons.Select(pattern => pattern.Lesson!.Step!), _stop.Token);
        _diagnostics.Tell($"the workflows have learnt {learner.LearntCount:N0} of {lessons.Length:N0} answered anomalies.");
        return learnt;
    }

    private void Install(
        SessionModel updated, NetworkUpdate? update, AnomalyPattern[] steps, WorkflowSet? workflows, AnomalyPattern[] lessons)
    {
        _isUpdating = false;
        if (workflows is not null && ReferenceEquals(updated, Model))
        {
            Model.WithWorkflows(workflows, lessons);
            _isModelUnsaved = true;
        }

        if (update is not null && ReferenceEquals(updated, Model))
        {
            // As many alarms more as calibration allows in all would be too high a price; the marks answer without it.
            if (update.LostShare > _options.Model.TargetAlarmRate)
            {
                Model.LearntSteps = steps;
                _diagnostics.Tell(
                    $"{steps.Length:N0} answered steps are only remembered: a network that learnt them would not expect {Wording.Percent(update.LostShare)} of what was learnt before.");
            }
            else
            {
                Model = Model.WithNetwork(update.Network, steps);
                LearnAtOnce(Model, _feedback.ToArray(isNormal: true));
                _diagnostics.Tell($"{update.AcceptedCount:N0} of {steps.Length:N0} answered steps are learnt, in {update.StepCount:N0} optimiser steps.");
            }

            _isModelUnsaved = true;
        }

        LearnFeedbackIfDue();
    }

    private void TellLearnt()
    {
        if (_isUpdating || _isRetraining || _feedback.Version != _learntVersion)
        {
            return;
        }

        foreach (var waiter in _feedbackWaiters)
        {
            waiter.TrySetResult(true);
        }

        _feedbackWaiters.Clear();
    }
}
