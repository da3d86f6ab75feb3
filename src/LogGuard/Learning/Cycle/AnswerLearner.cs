using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Workflows.Feedback;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Cycle;

/// <summary>
/// Learns from answers while detection continues (DeepLog, section 3.3): a background thread updates copies, and the reader
/// installs them between two events. Only accessed by the reader.
/// </summary>
internal sealed class AnswerLearner(LearningState state)
{
    /// <summary>Time from an answer to the update, since answers come in runs: all answers within it are learnt together.</summary>
    internal static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly List<TaskCompletionSource<bool>> _waiters = [];
    private Thread? _thread;
    private long? _unlearntSince;
    private bool _isLearning;

    /// <summary>Learns answers that are older than <see cref="Delay"/>, and completes the waiting calls if all answers are learnt.</summary>
    public void LearnIfDue()
    {
        if (state.State == DetectorState.Detecting && !_isLearning && !state.IsRetraining && state.Feedback.Version != state.LearntVersion)
        {
            var clock = state.Options.TimeProvider;
            var now = clock.GetTimestamp();
            _unlearntSince ??= now;
            if (_waiters.Count > 0 || clock.GetElapsedTime(_unlearntSince.Value, now) >= Delay)
            {
                _unlearntSince = null;
                Learn();
            }
        }

        TellLearnt();
    }

    /// <summary>Learns all answers so far without a delay.</summary>
    /// <param name="done">Completed with true when they are in use, or with false if there is no model yet.</param>
    public void Learn(TaskCompletionSource<bool> done)
    {
        if (state.State != DetectorState.Detecting)
        {
            done.TrySetResult(false);
            return;
        }

        _waiters.Add(done);
        LearnIfDue();
    }

    /// <summary>Lets workflows learn from answers. Called on a learning thread.</summary>
    public WorkflowSet LearnWorkflows(WorkflowSet trained, AnomalyPattern[] lessons)
    {
        if (lessons.Length == 0)
        {
            return trained;
        }

        var learner = new WorkflowLearner(state.Vocabulary);
        var learnt = learner.Learn(trained, lessons.Select(pattern => pattern.Lesson!.Step!), state.Stopping);
        state.Diagnostics.Tell($"the workflows have learnt {learner.LearntCount:N0} of {lessons.Length:N0} answered anomalies.");
        return learnt;
    }

    /// <summary>Waits for the learning thread, and completes all waiting calls with false.</summary>
    public void Finish()
    {
        _thread?.Join();
        _waiters.ForEach(waiter => waiter.TrySetResult(false));
    }

    private void Learn()
    {
        state.LearntVersion = state.Feedback.Version;
        var normal = state.Feedback.ToArray(isNormal: true);
        var model = state.Model!;
        model.Learn(normal);
        var workflowLessons = LearntWorkflows.LessonsOf(normal);
        var hasNewWorkflowLessons = !workflowLessons.SequenceEqual(model.LearntLessons);
        var lessons = new List<(IQuestion Question, BackgroundLesson Lesson)>();
        foreach (var question in model.Questions.OfType<IBackgroundLearner>())
        {
            if (question.Prepare(normal, state.Trainer.Engine, state.Options.Seed) is { } lesson)
            {
                lessons.Add((question, lesson));
            }
        }

        if (!hasNewWorkflowLessons && lessons.Count == 0)
        {
            return;
        }

        _isLearning = true;
        var trained = model.TrainedWorkflows;
        WorkflowSet? workflows = null;
        _thread = state.StartLearning(
            "LogGuard updater",
            () =>
            {
                var activity = new DetectorActivity("logguard.update", state.Options.Name);
                activity.Tag("logguard.steps", lessons.Sum(entry => entry.Lesson.StepCount));
                return activity;
            },
            () =>
            {
                workflows = hasNewWorkflowLessons ? LearnWorkflows(trained, workflowLessons) : null;
                foreach (var (_, lesson) in lessons)
                {
                    lesson.Learn(state.Stopping);
                }
            },
            "the answers could not be learnt, and are only remembered",
            () => Install(model, lessons, workflows, workflowLessons));
    }

    private void Install(
        SessionModel updated, List<(IQuestion Question, BackgroundLesson Lesson)> lessons, WorkflowSet? workflows, AnomalyPattern[] workflowLessons)
    {
        _isLearning = false;
        if (ReferenceEquals(updated, state.Model))
        {
            if (workflows is not null)
            {
                updated.WithWorkflows(workflows, workflowLessons);
                state.IsModelUnsaved = true;
            }

            foreach (var (question, lesson) in lessons.Where(entry => entry.Lesson.IsLearnt))
            {
                Install(question, lesson);
            }
        }

        LearnIfDue();
    }

    private void Install(IQuestion question, BackgroundLesson lesson)
    {
        var later = lesson.Finish(state.Options.Model.TargetAlarmRate, state.Diagnostics.Tell);
        if (!ReferenceEquals(question, later))
        {
            state.Model = state.Model!.With(question, later);
            state.Model.Learn(state.Feedback.ToArray(isNormal: true));
        }

        state.IsModelUnsaved = true;
    }

    private void TellLearnt()
    {
        if (_isLearning || state.IsRetraining || state.Feedback.Version != state.LearntVersion)
        {
            return;
        }

        _waiters.ForEach(waiter => waiter.TrySetResult(true));
        _waiters.Clear();
    }
}
