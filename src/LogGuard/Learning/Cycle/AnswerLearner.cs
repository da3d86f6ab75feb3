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
    private long _learntVersion;
    private long? _unlearntSince;

    /// <summary>Whether a thread is learning.</summary>
    public bool IsLearning { get; private set; }

    /// <summary>Whether learning must wait, for example while a new model is trained.</summary>
    public Func<bool> IsHeld { get; set; } = static () => false;

    /// <summary>Marks all answers as not learnt, for a new model.</summary>
    public void Forget() => _learntVersion = -1;

    /// <summary>Learns answers that are older than <see cref="Delay"/>, and completes the waiting calls if all answers are learnt.</summary>
    public void LearnIfDue()
    {
        if (state.State == DetectorState.Detecting && !IsLearning && !IsHeld() && state.Feedback.Version != _learntVersion)
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
        _learntVersion = state.Feedback.Version;
        var normal = state.Feedback.ToArray(isNormal: true);
        var model = state.Model!;
        model.Learn(normal);
        var workflowLessons = LearntWorkflows.LessonsOf(normal);
        var hasNewWorkflowLessons = !workflowLessons.SequenceEqual(model.LearntLessons);
        (IQuestion Question, BackgroundLesson Lesson)[] lessons =
        [
            .. model.Questions.OfType<IBackgroundLearner>()
                .Select(question => (question, question.Prepare(normal, state.Trainer.Engine, state.Options.Seed)!))
                .Where(entry => entry.Item2 is not null),
        ];
        if (!hasNewWorkflowLessons && lessons.Length == 0)
        {
            return;
        }

        IsLearning = true;
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
        SessionModel updated, (IQuestion Question, BackgroundLesson Lesson)[] lessons, WorkflowSet? workflows, AnomalyPattern[] workflowLessons)
    {
        IsLearning = false;
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
        if (IsLearning || IsHeld() || state.Feedback.Version != _learntVersion)
        {
            return;
        }

        _waiters.ForEach(waiter => waiter.TrySetResult(true));
        _waiters.Clear();
    }
}
