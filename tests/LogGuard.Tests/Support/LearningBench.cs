using System.Collections.Concurrent;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Cycle;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Parsing;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Workflows.Feedback;

namespace LogGuard.Tests.Support;

/// <summary>
/// A <see cref="LearningCycle"/> without a detector around it. The test is its reader: what threads have learnt is taken in when
/// the test says so. Networks learn nothing and answer by a script, so that a training takes no time; the clock stands still.
/// </summary>
internal sealed class LearningBench : IDisposable
{
    /// <summary>Templates of the keys of all letters.</summary>
    public static readonly string[] Templates = [.. "abcdefghijklmnopqrstuvwxyz".Select(letter => $"step {letter}")];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<Action> _posted = [];
    private readonly SpanRecorder _spans;
    private readonly ScriptedEngine _engine;
    private readonly Thread _reader = Thread.CurrentThread;
    private volatile bool _isFinishing;
    private volatile bool _isOver;

    public LearningBench(Action<AnomalyDetectorOptions>? configure = null, Snapshot? snapshot = null)
    {
        Options.Name = "bench " + Guid.NewGuid();
        Options.TimeProvider = Clock;
        configure?.Invoke(Options);
        _spans = new SpanRecorder(Options.Name);
        _engine = new ScriptedEngine(count => Thread.CurrentThread == _reader ? 0.5f : Script(count));
        Assert.True(Vocabulary.TryRestore(snapshot?.Templates ?? Templates, snapshot?.KeyChanges));
        var diagnostics = new DiagnosticLog(message => Told.Enqueue(message["LogGuard: ".Length..]), Clock);
        Feedback = new FeedbackMarks(Vocabulary, diagnostics);
        Feedback.Restore(snapshot?.NormalPatterns ?? [], snapshot?.AnomalousPatterns ?? []);
        MinedKeys = new MinedKeys(Vocabulary, Options.Mining);
        Store = Options.ModelPath is { } path ? new SnapshotStore(path, Clock, Told.Enqueue, keptCount: 10) : null;
        Cycle = new LearningCycle(Options, Vocabulary, new DetectorTrainer(Options, _engine), Store, snapshot, Feedback, MinedKeys, diagnostics)
        {
            PostToReader = Post,
            OnCollecting = Collecting.Add,
        };
    }

    public AnomalyDetectorOptions Options { get; } = new()
    {
        Detector = DetectorKind.NewKey,
        Model = { WindowSize = 2, HiddenSize = 1, LayerCount = 1, TrainingSteps = 1, BatchSize = 16 },
    };

    public TestTimeProvider Clock { get; } = new();

    public LogKeyVocabulary Vocabulary { get; } = new(100);

    public FeedbackMarks Feedback { get; }

    public MinedKeys MinedKeys { get; }

    public SnapshotStore? Store { get; }

    public LearningCycle Cycle { get; }

    /// <summary>The probability that a network gives everything while it is learnt, by the number of batches that it was shown; in use, it gives a half.</summary>
    public Func<int, float> Script { get; set; } = static _ => 0.5f;

    /// <summary>All that was told.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>Whether collecting began or ended, each time it did.</summary>
    public List<bool> Collecting { get; } = [];

    /// <summary>The detector's spans that have ended.</summary>
    public IReadOnlyCollection<System.Diagnostics.Activity> Spans => _spans.Ended;

    /// <summary>Of each that posted to the reader, the name of its thread and the number of spans that had ended before.</summary>
    public ConcurrentQueue<(string? Thread, int SpanCount)> Posters { get; } = new();

    /// <summary>Number of saved snapshots.</summary>
    public int SavedCount => Store!.Summarise().Count;

    /// <summary>A model of sessions that asks for new keys, as a snapshot of its own.</summary>
    public static Snapshot Snapshot(params IEnumerable<string> sessions)
    {
        var corpus = Some.Corpus(sessions);
        var vocabulary = new LogKeyVocabulary(100);
        Assert.True(vocabulary.TryRestore(Templates));
        var options = new AnomalyDetectorOptions { Detector = DetectorKind.NewKey };
        var model = new DetectorTrainer(options, new ScriptedEngine(static _ => 0.5f)).Train(corpus);
        model.Workflows = WorkflowTrainer.Train(corpus, [], null, vocabulary, new DiagnosticLog(null, TimeProvider.System), CancellationToken.None);
        return new Snapshot(DetectorKind.NewKey, Templates, LogSeverity.Information, model, null) { Recent = corpus };
    }

    /// <summary>Adds sessions to what is collected.</summary>
    public void Collect(int count, string session = "a b c d")
    {
        for (var i = 0; i < count; i++)
        {
            Cycle.Collector!.Corpus.Add(Some.Session(session));
        }
    }

    /// <summary>Has it learn from sessions.</summary>
    public void Learn(int count = 60, string session = "a b c d")
    {
        Collect(count, session);
        var isTrained = Train();
        TakeIn();
        Assert.True(isTrained());
    }

    /// <summary>Asks for a training.</summary>
    /// <returns>What was told; null where nothing was.</returns>
    public Func<bool?> Train() => Ask(Cycle.Train);

    /// <summary>Asks for a training on recent sessions.</summary>
    public Func<bool?> Retrain(long eventTime = 0) => Ask(done => Cycle.Retrain(done, eventTime));

    /// <summary>Asks for what was answered to be learnt.</summary>
    public Func<bool?> LearnFeedback() => Ask(Cycle.LearnFeedback);

    /// <summary>Waits for what a thread posts, and does it as the reader would.</summary>
    public void TakeIn()
    {
        Assert.True(_posted.TryTake(out var command, Patience), "nothing was posted");
        command();
    }

    /// <summary>Waits for a thread's end with <see cref="LearningCycle.Finish"/>, and for what it was held by until then.</summary>
    public void Finish()
    {
        _isFinishing = true;
        Cycle.Finish();
    }

    /// <summary>Holds the learning thread, where it asks a network, until <see cref="Finish"/> waits for it.</summary>
    public void HoldUntilFinish(float probability = 0.5f) => Script = _ =>
    {
        SpinWait.SpinUntil(() => _isOver || (_isFinishing && (_reader.ThreadState & ThreadState.WaitSleepJoin) != 0), Patience);
        return probability;
    };

    /// <summary>Answers an anomaly of some pattern.</summary>
    public void Mark(AnomalyPattern pattern, bool isNormal = true) =>
        Assert.True(Feedback.Mark(PipelineLog.Anomaly(1) with { Origin = pattern }, isNormal));

    /// <summary>A step that its workflow has no place for, in a session up to it.</summary>
    public static AnomalyPattern Surplus(string session) => new(
        AnomalyPattern.OfKey(new int[2], Some.Keys(session)[^1]), lesson: new Lesson(null, new WorkflowLesson(Some.Keys(session), Some.Keys(session).Length, WorkflowFault.Foreign, 0)));

    /// <summary>A step behind a window.</summary>
    public static AnomalyPattern Step(string window, char next, Lesson? lesson = null)
    {
        var keys = Some.Keys(window);
        var room = new int[keys.Length + 2];
        AnomalyPattern.OfStep(room, keys.Length, Some.Key(next), out var place);
        keys.CopyTo(place);
        return new AnomalyPattern(room, lesson: lesson);
    }

    /// <summary>A count of a key.</summary>
    public static AnomalyPattern Count(char letter, int count) => new(AnomalyPattern.OfCount(new int[4], Some.Key(letter), 0, count));

    /// <summary>A value of a key's only parameter, as <see cref="SomeValues"/> names it.</summary>
    public static AnomalyPattern Value(char letter, double value, bool isExact, bool isLow) =>
        new(AnomalyPattern.OfValue(new int[4], Some.Key(letter), feature: 1, value, isExact, isLow), lesson: new Lesson(new ValueLesson("Seconds", value), null));

    /// <summary>The newest snapshot.</summary>
    public Snapshot Load()
    {
        var snapshot = Store!.Load(_engine, out var problem);
        Assert.Null(problem);
        return snapshot!;
    }

    public void Dispose()
    {
        _isOver = true;
        Cycle.Finish();
        _spans.Dispose();
        _posted.Dispose();
    }

    private bool Post(Action command)
    {
        Posters.Enqueue((Thread.CurrentThread.Name, Spans.Count));
        _posted.Add(command);
        return true;
    }

    private static Func<bool?> Ask(Action<TaskCompletionSource<bool>> ask)
    {
        var done = new TaskCompletionSource<bool>();
        ask(done);
        return () => done.Task.IsCompleted ? done.Task.Result : null;
    }
}
