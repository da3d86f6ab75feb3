using LogGuard.Configuration;
using LogGuard.Faults;
using LogGuard.Neural;
using LogGuard.Parsing;
using LogGuard.Semantics;

namespace LogGuard;

/// <summary>Settings of an <see cref="AnomalyDetector"/>. Copied when the detector is created; later changes have no effect.</summary>
/// <example>
/// <code>
/// var options = new AnomalyDetectorOptions { ModelPath = "model", OnAnomaly = anomaly => Console.Error.WriteLine(anomaly) };
/// options.Session.Property = "OrderId";
/// </code>
/// </example>
public sealed class AnomalyDetectorOptions
{
    internal const string DefaultName = "default";
    internal const int DefaultSeed = 1;
    internal const int DefaultVocabularyLimit = 10_000;
    internal const int DefaultPendingAnomalyLimit = 1_024;
    internal const int DefaultExpectedStepLimit = 3;
    internal const int DefaultSnapshotLimit = 3;

    private List<string> _faults = [];
    private List<string> _remarks = [];

    /// <summary>
    /// Name of the detector, which distinguishes several detectors in a process, for example in metrics. The default is
    /// <c>default</c>.
    /// </summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>
    /// Folder that stores the model, created if missing. A restart continues from the stored model. The default is null:
    /// nothing is stored, and each run learns from the beginning.
    /// </summary>
    public string? ModelPath { get; set; }

    /// <summary>
    /// Number of snapshots that are kept in <see cref="ModelPath"/>, 1..1,000. The default is <c>3</c>. A higher value allows
    /// rollback to older snapshots; see <see cref="AnomalyDetector.RollbackAsync"/>.
    /// </summary>
    public int SnapshotLimit { get; set; } = DefaultSnapshotLimit;

    /// <summary>
    /// Whether a detector that finds <see cref="ModelPath"/> in use by another one saves into a folder of its own within it,
    /// <c>replica-2</c> and so on. The default is <c>false</c>: it reads the model, says so once, and saves nothing until the
    /// other detector is disposed or its process ends.
    /// </summary>
    public bool ReplicaFolders { get; set; }

    /// <summary>
    /// Whether a missing or unusable model throws when the detector is created. The default is <c>false</c>: a diagnostic
    /// message reports the reason, and the detector starts by learning.
    /// </summary>
    public bool RequireModel { get; set; }

    /// <summary>The models that judge the log. The default is <see cref="DetectorKind.Default"/>.</summary>
    public DetectorKind Detector { get; set; } = DetectorKind.Default;

    /// <summary>Grouping of events into sessions.</summary>
    public SessionOptions Session { get; set; } = new();

    /// <summary>Distinction of equal message templates.</summary>
    public MessageKeyOptions Keys { get; set; } = new();

    /// <summary>The queue between the application's threads and the detector.</summary>
    public QueueOptions Queue { get; set; } = new();

    /// <summary>The models.</summary>
    public ModelOptions Model { get; set; } = new();

    /// <summary>Training.</summary>
    public TrainingOptions Training { get; set; } = new();

    /// <summary>Capture of the values of events.</summary>
    public CaptureOptions Capture { get; set; } = new();

    /// <summary>Mining of templates from the text of other programs.</summary>
    public TemplateMinerOptions Mining { get; set; } = new();

    /// <summary>
    /// Whether workflows are mined from the training sessions, so that an anomaly shows its position in a workflow. The default
    /// is <c>true</c>. Mining takes a few seconds of the training and does not affect verdicts.
    /// </summary>
    public bool MinesWorkflows { get; set; } = true;

    /// <summary>Learning of the values in the lines and of the times between lines.</summary>
    public ValueOptions Values { get; set; } = new();

    /// <summary>Watching how often each template comes.</summary>
    public RateOptions Rates { get; set; } = new();

    /// <summary>
    /// Version of the application, which is stored with the model. Templates that first occur in another version are
    /// quarantined; see <see cref="TrainingOptions.QuarantineTime"/>. The default is null: the version of the entry assembly.
    /// Anomalies and alerts name it; by default they name the informational version, which may contain the commit.
    /// </summary>
    public string? ApplicationVersion { get; set; }

    /// <summary>
    /// Whether a template whose wording changed is recognised: it is reported once as a question,
    /// <see cref="AnomalyKind.RenamedTemplate"/>, and judged as the learnt template until it is answered. The default is <c>true</c>.
    /// Lines of level Warning and above are never recognised. With <c>false</c> each such template is an unknown line.
    /// </summary>
    public bool RenamedTemplates { get; set; } = true;

    /// <summary>
    /// Maximum number of message templates with a log key, 1..1,000,000. The default is <c>10,000</c>. Lines with further
    /// templates are told apart by level and category only. A log that reaches the limit usually builds its messages with string
    /// interpolation. Can be raised while the detector runs.
    /// </summary>
    public int VocabularyLimit { get; set; } = DefaultVocabularyLimit;

    /// <summary>
    /// Called for each anomaly, one at a time, on a thread of the detector. It may be slow and may throw. Events that it logs
    /// are not judged. The default is null.
    /// </summary>
    public Action<Anomaly>? OnAnomaly { get; set; }

    /// <summary>
    /// Called for each alert: at the first anomaly of a cause and then at growing intervals; otherwise like
    /// <see cref="OnAnomaly"/>. The default is null.
    /// </summary>
    public Action<Alert>? OnAlert { get; set; }

    /// <summary>Alerts and their webhook.</summary>
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>
    /// Maximum number of anomalies that wait for a slow receiver, 1..1,000,000. The default is <c>1,024</c>. More severe ones have
    /// an eighth more for each higher severity. Further ones are dropped and counted in
    /// <see cref="DetectorCounters.AnomaliesDropped"/>.
    /// </summary>
    public int PendingAnomalyLimit { get; set; } = DefaultPendingAnomalyLimit;

    /// <summary>Maximum number of steps in <see cref="Anomaly.Expected"/>, 1..100. The default is <c>3</c>.</summary>
    public int ExpectedStepLimit { get; set; } = DefaultExpectedStepLimit;

    /// <summary>
    /// Receives the detector's diagnostic messages, one line each, about its state and its problems. Called on any thread.
    /// Repeated problems are counted and reported at most once in 30 seconds. The default is null; with Serilog,
    /// <c>SelfLog</c>. A receiver must not wait for the detector; the methods that return a task return it completed there.
    /// </summary>
    public Action<string>? Diagnostics { get; set; }

    /// <summary>
    /// Receives the same messages as <see cref="Diagnostics"/> with their severity, for a logger. Called on any thread. The default
    /// is null; with Microsoft.Extensions.Logging, the logger of the category <c>LogGuard</c>, unless either of both is set.
    /// </summary>
    public Action<DiagnosticMessage>? OnDiagnostic { get; set; }

    /// <summary>
    /// Seed of the random numbers in training: the same log, settings and seed give the same model. The default is <c>1</c>.
    /// </summary>
    public int Seed { get; set; } = DefaultSeed;

    /// <summary>The clock. The default is <see cref="TimeProvider.System"/>. Tests can supply their own.</summary>
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

    /// <summary>
    /// Makes the vectors of templates by which <see cref="RenamedTemplates"/> compares them. The default is null: a
    /// <see cref="SubwordVectorizer"/>, which learns from the log's own templates.
    /// </summary>
    /// <remarks>
    /// Fitting runs on the training thread, and its vectors are saved with the model. A model that was trained with another vectorizer
    /// recognises nothing until it is trained again; one line says so. If the vectorizer throws, one line says so, and the model does without it.
    /// </remarks>
    /// <example>
    /// <code>
    /// options.TemplateVectorizer = new FastTextVectorizer("wiki.en.bin");
    /// </code>
    /// </example>
    public ITemplateVectorizer? TemplateVectorizer { get; set; }

    /// <summary>The vectorizer in use; null if renamed templates are not recognised.</summary>
    internal ITemplateVectorizer? UsedVectorizer => RenamedTemplates ? TemplateVectorizer ?? new SubwordVectorizer() : null;

    /// <summary>Questions that the detector asks beside its own, in order.</summary>
    internal List<IQuestionExtension> AddedQuestions { get; private set; } = [];

    /// <summary>The version of the application; null if it has none.</summary>
    internal string? Version => ApplicationVersion ?? System.Reflection.Assembly.GetEntryAssembly()?.GetName().Version?.ToString();

    /// <summary>The version that anomalies name; null if the application has none.</summary>
    internal string? ShownVersion => ApplicationVersion ?? InformationalVersion ?? Version;

    /// <summary>The service that anomalies name: the detector's name if it was given one, otherwise the application's.</summary>
    internal string? ServiceName => Name != DefaultName ? Name : System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name;

    private static string? InformationalVersion => System.Reflection.Assembly.GetEntryAssembly() is { } entry
        && Attribute.GetCustomAttribute(entry, typeof(System.Reflection.AssemblyInformationalVersionAttribute))
            is System.Reflection.AssemblyInformationalVersionAttribute { InformationalVersion: { Length: > 0 } version }
        ? version : null;

    /// <summary>Checks all settings and makes a copy of them, as the detector's constructor does.</summary>
    /// <returns>The copy, which later changes of this object do not reach.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    public AnomalyDetectorOptions Copy() => Freeze();

    /// <summary>Sets all settings to those of another object. Nested objects, such as <see cref="Session"/>, are shared from then on.</summary>
    /// <param name="other">The other object.</param>
    public void CopyFrom(AnomalyDetectorOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (Name, ModelPath, SnapshotLimit, ReplicaFolders, RequireModel, Detector) =
            (other.Name, other.ModelPath, other.SnapshotLimit, other.ReplicaFolders, other.RequireModel, other.Detector);
        (Session, Keys, Queue, Model, Training, Capture, Mining, Values, Rates, Alerts) =
            (other.Session, other.Keys, other.Queue, other.Model, other.Training, other.Capture, other.Mining, other.Values, other.Rates, other.Alerts);
        (MinesWorkflows, ApplicationVersion, VocabularyLimit) = (other.MinesWorkflows, other.ApplicationVersion, other.VocabularyLimit);
        (OnAnomaly, OnAlert, PendingAnomalyLimit, ExpectedStepLimit) = (other.OnAnomaly, other.OnAlert, other.PendingAnomalyLimit, other.ExpectedStepLimit);
        (Diagnostics, OnDiagnostic) = (other.Diagnostics, other.OnDiagnostic);
        (RenamedTemplates, TemplateVectorizer) = (other.RenamedTemplates, other.TemplateVectorizer);
        (Seed, TimeProvider, EngineFactory, AddedQuestions) = (other.Seed, other.TimeProvider, other.EngineFactory, [.. other.AddedQuestions]);

        // The faults and remarks of a configuration that was bound to this object stay, and are reported with those of the other.
        _faults = [.. _faults.Union(other._faults)];
        _remarks = [.. _remarks.Union(other._remarks)];
    }

    /// <summary>Messages about the configuration, reported when the detector starts; see <see cref="OptionBinder"/>.</summary>
    internal IReadOnlyList<string> Remarks => _remarks;

    /// <summary>
    /// Sets settings from the names and texts of a configuration, such as <c>Session:IdleTimeout</c> and <c>00:01:00</c>, as
    /// <c>IConfiguration.AsEnumerable(makePathsRelative: true)</c> gives them.
    /// </summary>
    /// <remarks>
    /// Does not throw: a text that cannot be read is a fault that <see cref="Copy"/> and the detector's constructor throw, together
    /// with values out of their range. The detector reports an unknown name once, with the nearest known one.
    /// </remarks>
    /// <param name="settings">Names, whose parts are separated by colons or dots, and texts.</param>
    /// <param name="ignoredNames">Names of sections that do not belong to the detector, such as <c>LogLevel</c>.</param>
    public void Bind(IEnumerable<KeyValuePair<string, string?>> settings, params IReadOnlyList<string> ignoredNames)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(ignoredNames);
        OptionBinder.Apply(this, settings, ignoredNames);
    }

    /// <summary>Adds a text that cannot be converted. <see cref="Freeze"/> throws it together with all other faults.</summary>
    internal void AddFault(string fault) => _faults.Add(fault);

    /// <summary>Adds a setting that has no effect.</summary>
    internal void AddRemark(string remark) => _remarks.Add(remark);

    /// <summary>Checks all settings and returns a copy that nobody else can change.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
    internal AnomalyDetectorOptions Freeze()
    {
        var faults = new OptionFaults(nameof(AnomalyDetectorOptions));
        _faults.ForEach(faults.Add);
        faults.Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), Name is null ? "null" : $"\"{Name}\"", "it must have a letter");
        faults.RequireDefined(nameof(Detector), Detector);
        faults.Require(
            Detector != DetectorKind.Custom || AddedQuestions.Count > 0, nameof(Detector), nameof(DetectorKind.Custom), "it needs a model; call UseDetector");
        faults.RequireRange(nameof(VocabularyLimit), VocabularyLimit, 1, 1_000_000);
        faults.RequireRange(nameof(PendingAnomalyLimit), PendingAnomalyLimit, 1, 1_000_000);
        faults.RequireRange(nameof(ExpectedStepLimit), ExpectedStepLimit, 1, 100);
        faults.RequireRange(nameof(SnapshotLimit), SnapshotLimit, 1, 1_000);
        faults.RequirePath(nameof(ModelPath), ModelPath);
        faults.Require(ApplicationVersion != "", nameof(ApplicationVersion), "empty", "it must be a version or null");
        faults.Require(!RequireModel || ModelPath is not null, nameof(RequireModel), "true", $"it needs {nameof(ModelPath)} to be set");
        faults.RequireObject(nameof(TimeProvider), TimeProvider);
        faults.RequireObject(nameof(Session), Session)?.Check(faults);
        faults.RequireObject(nameof(Keys), Keys)?.Check(faults);
        faults.RequireObject(nameof(Queue), Queue)?.Check(faults);
        faults.RequireObject(nameof(Model), Model)?.Check(faults);
        faults.RequireObject(nameof(Training), Training)?.Check(faults);
        faults.RequireObject(nameof(Capture), Capture)?.Check(faults);
        faults.RequireObject(nameof(Mining), Mining)?.Check(faults, "Mining.");
        faults.RequireObject(nameof(Values), Values)?.Check(faults);
        faults.RequireObject(nameof(Rates), Rates)?.Check(faults);
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
        copy.Rates = Rates.Copy();
        copy.Alerts = Alerts.Copy();
        copy.AddedQuestions = [.. AddedQuestions];
        copy._faults = [.. _faults];
        copy._remarks = [.. _remarks];
        return copy;
    }
}
