using LogGuard.Configuration;
using LogGuard.Faults;
using LogGuard.Neural;
using LogGuard.Parsing;

namespace LogGuard;

/// <summary>Settings of an <see cref="AnomalyDetector"/>. Copied when the detector is made: later changes have no effect.</summary>
/// <example>
/// <code>
/// var options = new AnomalyDetectorOptions { ModelPath = "model", OnAnomaly = anomaly => Console.Error.WriteLine(anomaly) };
/// options.Session.Property = "OrderId";
/// </code>
/// </example>
public sealed partial class AnomalyDetectorOptions
{
    internal const string DefaultName = "default";
    internal const int DefaultSeed = 1;
    internal const int DefaultVocabularyLimit = 10_000;
    internal const int DefaultPendingAnomalyLimit = 1_024;
    internal const int DefaultExpectedStepLimit = 3;
    internal const int DefaultSnapshotLimit = 3;

    /// <summary>
    /// What this detector is called where there are several in a process, as in its measurements. The default is
    /// <c>default</c>.
    /// </summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>
    /// Folder in which the model is kept; made where it is missing. With it, a restart goes on where the last run
    /// stopped; without it everything is learnt anew. The default is null: nothing is kept.
    /// </summary>
    public string? ModelPath { get; set; }

    /// <summary>
    /// Snapshots that are kept in <see cref="ModelPath"/>, 1..1,000. The default is <c>3</c>. Raised, one can return further
    /// back; see <see cref="AnomalyDetector.RollbackAsync"/>.
    /// </summary>
    public int SnapshotLimit { get; set; } = DefaultSnapshotLimit;

    /// <summary>
    /// Whether a missing or unusable model is an error at configuration. The default is <c>false</c>: one diagnostic
    /// line says why, and the detector starts by learning.
    /// </summary>
    public bool RequireModel { get; set; }

    /// <summary>Which models judge the log. The default is <see cref="DetectorKind.Default"/>.</summary>
    public DetectorKind Detector { get; set; } = DetectorKind.Default;

    /// <summary>How events are grouped.</summary>
    public SessionOptions Session { get; set; } = new();

    /// <summary>What tells equal message templates apart.</summary>
    public MessageKeyOptions Keys { get; set; } = new();

    /// <summary>The queue between the application's threads and the detector.</summary>
    public QueueOptions Queue { get; set; } = new();

    /// <summary>The models.</summary>
    public ModelOptions Model { get; set; } = new();

    /// <summary>When learning ends.</summary>
    public TrainingOptions Training { get; set; } = new();

    /// <summary>What is taken of the events' values.</summary>
    public CaptureOptions Capture { get; set; } = new();

    /// <summary>How templates are mined from the text of other programs.</summary>
    public TemplateMinerOptions Mining { get; set; } = new();

    /// <summary>
    /// Whether workflows are mined from the sessions learnt from, so that an anomaly says where in one it is. The default is
    /// <c>true</c>; it takes a few seconds of the training, and judges nothing.
    /// </summary>
    public bool MinesWorkflows { get; set; } = true;

    /// <summary>What is learnt about the values in the lines, and the times between them.</summary>
    public ValueOptions Values { get; set; } = new();

    /// <summary>
    /// The version of the application, of which a model takes note: templates that come with another one are new by right.
    /// The default is null: that of the entry assembly.
    /// </summary>
    public string? ApplicationVersion { get; set; }

    /// <summary>
    /// Most message templates that get a log key of their own, 1..1,000,000. The default is <c>10,000</c>. What comes
    /// later is the unknown key; a log that gets there builds its messages with string interpolation.
    /// </summary>
    public int VocabularyLimit { get; set; } = DefaultVocabularyLimit;

    /// <summary>
    /// Called for each anomaly, one at a time, on a thread of the detector's own; may take its time and may throw.
    /// Events that it logs are not judged. The default is null.
    /// </summary>
    public Action<Anomaly>? OnAnomaly { get; set; }

    /// <summary>
    /// Called for each alert, which is once per cause at first and ever more seldom then; otherwise as
    /// <see cref="OnAnomaly"/>. The default is null.
    /// </summary>
    public Action<Alert>? OnAlert { get; set; }

    /// <summary>How anomalies become alerts, and where these go.</summary>
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>
    /// Most anomalies that wait for a slow receiver, 1..1,000,000. The default is <c>1,024</c>; further ones are
    /// counted in <see cref="DetectorCounters.AnomaliesDropped"/>.
    /// </summary>
    public int PendingAnomalyLimit { get; set; } = DefaultPendingAnomalyLimit;

    /// <summary>Most alternatives that an anomaly names in <see cref="Anomaly.Expected"/>, 1..100. The default is <c>3</c>.</summary>
    public int ExpectedStepLimit { get; set; } = DefaultExpectedStepLimit;

    /// <summary>
    /// Receives the detector's own messages, one line each: what it is doing, and what went wrong. Called on any
    /// thread; repeated trouble is counted and told at most once in 30 seconds. The default is null; through Serilog,
    /// its <c>SelfLog</c>.
    /// </summary>
    public Action<string>? Diagnostics { get; set; }

    /// <summary>
    /// Seed of everything random in training: the same log, settings and seed give the same model. The default is <c>1</c>.
    /// </summary>
    public int Seed { get; set; } = DefaultSeed;

    /// <summary>The clock. The default is <see cref="TimeProvider.System"/>; tests drive their own.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Makes the engine that trains and serves the networks. The default is null: a <see cref="ManagedEngine"/>.
    /// </summary>
    /// <remarks>
    /// Called once, when the detector is made. Its argument writes a line to <see cref="Diagnostics"/>; the engine may keep it and report
    /// later failures. If the factory throws or returns null, one line says so and a <see cref="ManagedEngine"/> is used.
    /// </remarks>
    /// <example>
    /// <code>
    /// options.EngineFactory = report => new OnnxEngine(report);
    /// </code>
    /// </example>
    public Func<Action<string>, INeuralEngine>? EngineFactory { get; set; }

    /// <summary>Questions that the detector asks beside its own, in order.</summary>
    internal List<IQuestionExtension> AddedQuestions { get; private set; } = [];

    /// <summary>The version of the application; null where it has none.</summary>
    internal string? Version => ApplicationVersion ?? System.Reflection.Assembly.GetEntryAssembly()?.GetName().Version?.ToString();

    /// <summary>Checks all settings and makes a copy of them, as the detector's constructor does.</summary>
    /// <returns>The copy, which later changes of this object do not reach.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    public AnomalyDetectorOptions Copy() => Freeze();

    /// <summary>Sets all settings to those of another object. Nested objects, such as <see cref="Session"/>, are shared from then on.</summary>
    /// <param name="other">The other object.</param>
    public void CopyFrom(AnomalyDetectorOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (Name, ModelPath, SnapshotLimit, RequireModel, Detector) = (other.Name, other.ModelPath, other.SnapshotLimit, other.RequireModel, other.Detector);
        (Session, Keys, Queue, Model, Training, Capture, Mining, Values, Alerts) =
            (other.Session, other.Keys, other.Queue, other.Model, other.Training, other.Capture, other.Mining, other.Values, other.Alerts);
        (MinesWorkflows, ApplicationVersion, VocabularyLimit) = (other.MinesWorkflows, other.ApplicationVersion, other.VocabularyLimit);
        (OnAnomaly, OnAlert, PendingAnomalyLimit, ExpectedStepLimit) = (other.OnAnomaly, other.OnAlert, other.PendingAnomalyLimit, other.ExpectedStepLimit);
        (Diagnostics, Seed, TimeProvider, EngineFactory, AddedQuestions) = (other.Diagnostics, other.Seed, other.TimeProvider, other.EngineFactory, other.AddedQuestions);
    }

    /// <summary>Checks everything and gives a copy that nobody else can change.</summary>
    /// <exception cref="ArgumentException">Something is out of its range; the message names every fault.</exception>
    internal AnomalyDetectorOptions Freeze()
    {
        var faults = new OptionFaults(nameof(AnomalyDetectorOptions));
        _faults.ForEach(faults.Add);
        faults.Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), Name is null ? "null" : $"\"{Name}\"", "it must have a letter");
        faults.RequireDefined(nameof(Detector), Detector);
        faults.RequireRange(nameof(VocabularyLimit), VocabularyLimit, 1, 1_000_000);
        faults.RequireRange(nameof(PendingAnomalyLimit), PendingAnomalyLimit, 1, 1_000_000);
        faults.RequireRange(nameof(ExpectedStepLimit), ExpectedStepLimit, 1, 100);
        faults.RequireRange(nameof(SnapshotLimit), SnapshotLimit, 1, 1_000);
        faults.RequirePath(nameof(ModelPath), ModelPath);
        faults.Require(ApplicationVersion != "", nameof(ApplicationVersion), "empty", "it must be a version or null");
        faults.Require(!RequireModel || ModelPath is not null, nameof(RequireModel), "true", $"it needs {nameof(ModelPath)} to be set");
        faults.RequireObject(nameof(TimeProvider), TimeProvider);
        faults.RequireObject(nameof(Session), Session)?.Check(faults);
        faults.RequireObject(nameof(Keys), Keys);
        faults.RequireObject(nameof(Queue), Queue)?.Check(faults);
        faults.RequireObject(nameof(Model), Model)?.Check(faults);
        faults.RequireObject(nameof(Training), Training)?.Check(faults);
        faults.RequireObject(nameof(Capture), Capture)?.Check(faults);
        faults.RequireObject(nameof(Mining), Mining)?.Check(faults, "Mining.");
        faults.RequireObject(nameof(Values), Values)?.Check(faults);
        faults.RequireObject(nameof(Alerts), Alerts)?.Check(faults);
        faults.ThrowIfAny();

        var copy = (AnomalyDetectorOptions)MemberwiseClone();
        copy.ModelPath = ModelPath is null ? null : Path.GetFullPath(ModelPath);
        copy.Session = Session.Copy();
        copy.Keys = Keys.Copy();
        copy.Queue = Queue.Copy();
        copy.Model = Model.Copy();
        copy.Training = Training.Copy();
        copy.Capture = Capture.Copy();
        copy.Mining = Mining.Copy();
        copy.Values = Values.Copy();
        copy.Alerts = Alerts.Copy();
        copy.AddedQuestions = [.. AddedQuestions];
        return copy;
    }
}
