using System.Text.Json.Nodes;
using LogGuard.Detection;
using LogGuard.Learning.Snapshots;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Feedback;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Learning;

/// <summary>What is learnt from answers beyond their patterns comes back from a snapshot, or is refused.</summary>
public sealed class SnapshotLessonsTests : IDisposable
{
    private static readonly AnomalyPattern[] Answers =
    [
        new([0, 7], lesson: new Lesson(null, new WorkflowLesson([1, 0, 9], 3, WorkflowFault.Late, 123))),
        new([2, 3, 0, -5], lesson: new Lesson(new ValueLesson("Größe", -1.5), null)),
        new([1, 1, 2, 3], lesson: new Lesson(new ValueLesson("Seconds", double.MaxValue), new WorkflowLesson([4], 1, WorkflowFault.EndedEarly, 0))),
        new([2, 4, 0, -5], lesson: new Lesson(new ValueLesson("Seconds", double.MinValue), null)),
        new([0, 8]),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LessonsComeBackWithTheirPatterns()
    {
        var loaded = SomeSnapshot.Read(WriteAnswers()).NormalPatterns;

        Assert.Equal(Answers, loaded);
        Assert.Equal(Answers.Select(Text), loaded.Select(Text));
    }

    [Fact]
    public void WithoutAnswersTheManifestSaysNothingOfThem()
    {
        var manifest = Manifest(SomeSnapshot.Write(_folder, SomeSnapshot.Of(SomeSnapshot.Network())));

        Assert.Null(manifest["Lessons"]);
        Assert.Null(manifest["NormalPatterns"]);
        Assert.Null(manifest["AnomalousPatterns"]);
        Assert.Null(manifest["StandingPatterns"]);
        Assert.Null(manifest["KeyChanges"]);
        Assert.Null(manifest["TrainedAt"]);
        Assert.Null(SnapshotFolder.StateOf(manifest, "NextKey")["LearntSteps"]);
        Assert.Null(manifest["Model"]!["LearntLessons"]);
        Assert.NotNull(SnapshotFolder.StateOf(manifest, "Counts"));
    }

    [Fact]
    public void ASnapshotFromBeforeThereWereLessonsIsRead()
    {
        var folder = WriteAnswers();
        SnapshotFolder.EditManifest(folder, manifest => Assert.True(manifest.AsObject().Remove("Lessons")));

        var loaded = SomeSnapshot.Read(folder).NormalPatterns;

        Assert.Equal(Answers, loaded);
        Assert.All(loaded, pattern => Assert.Null(pattern.Lesson));
    }

    public static TheoryData<string, Action<JsonArray>> Damages => new()
    {
        { "null", lessons => lessons[0] = null },
        { "of no pattern", lessons => lessons[1]!.AsObject().Remove("Pattern") },
        { "of no pattern, and of a workflow", lessons => lessons[0]!.AsObject().Remove("Pattern") },
        { "an endless value", lessons => lessons[1]!["Value"] = JsonNode.Parse("1e999") },
        { "an endless value below", lessons => lessons[1]!["Value"] = JsonNode.Parse("-1e999") },
        { "an endless value beside a workflow", lessons => lessons[2]!["Value"] = JsonNode.Parse("1e999") },
        { "no value", lessons => lessons[1]!["Value"] = null },
        { "a value of no feature", lessons => lessons[1]!["Name"] = null },
        { "no keys", lessons => lessons[0]!["Keys"] = null },
        { "of no keys", lessons => lessons[0]!["Keys"] = new JsonArray() },
        { "a key of none of the templates", lessons => lessons[0]!["Keys"]![2] = 10 },
        { "a negative key", lessons => lessons[0]!["Keys"]![2] = -1 },
        { "of no place", lessons => lessons[0]!["Position"] = 0 },
        { "of a place behind the keys", lessons => lessons[0]!["Position"] = 4 },
        { "of a negative time", lessons => lessons[0]!["ElapsedTicks"] = -1 },
        { "of a fault that there is not", lessons => lessons[0]!["Fault"] = 99 },
        { "a value, and of no place", lessons => lessons[2]!["Position"] = 2 },
    };

    [Theory]
    [MemberData(nameof(Damages), DisableDiscoveryEnumeration = true)]
    public void ALessonThatIsNoneIsRefused(string what, Action<JsonArray> damage)
    {
        var folder = WriteAnswers();
        SnapshotFolder.EditManifest(folder, manifest => damage(manifest["Lessons"]!.AsArray()));

        Assert.True(SomeSnapshot.Refusal(folder) == "one of its lessons is none", what);
    }

    [Fact]
    public void WorkflowsThatLearntComeBackBesideWhatWasMined()
    {
        var (trained, learnt) = (Mine([1, 2, 3]), Mine([1, 2, 3], [4, 5]));
        var model = SomeSnapshot.Network();
        model.Workflows = trained;
        model.WithWorkflows(learnt, Answers[..2]);

        var loaded = SomeSnapshot.Read(SomeSnapshot.Write(_folder, SomeSnapshot.Of(model))).Model!;

        Assert.Equal(WorkflowJson.Write(learnt.Workflows), WorkflowJson.Write(loaded.Workflows.Workflows));
        Assert.Equal(WorkflowJson.Write(trained.Workflows), WorkflowJson.Write(loaded.TrainedWorkflows.Workflows));
        Assert.Equal(Answers[..2], loaded.LearntLessons);
    }

    [Fact]
    public void WorkflowsThatLearntNothingAreSavedOnce()
    {
        var model = SomeSnapshot.Network();
        model.Workflows = Mine([1, 2, 3]);
        model.WithWorkflows(model.Workflows, Answers[..1]);

        var loaded = SomeSnapshot.Read(SomeSnapshot.Write(_folder, SomeSnapshot.Of(model))).Model!;

        Assert.True(File.Exists(Path.Combine(_folder, "workflows.json")));
        Assert.False(File.Exists(Path.Combine(_folder, "trained-workflows.json")));
        Assert.Same(loaded.TrainedWorkflows, loaded.Workflows);
        Assert.Equal(Answers[..1], loaded.LearntLessons);
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(3, 10)]
    public void WorkflowsOfKeysWithoutATemplateAreRefused(int trainedKey, int learntKey)
    {
        var model = SomeSnapshot.Network();
        model.Workflows = Mine([1, 2, trainedKey]);
        model.WithWorkflows(Mine([1, 2, learntKey], [4, 5]), []);

        Assert.Equal(
            "the keys of its workflows are not those of its templates", SomeSnapshot.Refusal(SomeSnapshot.Write(_folder, SomeSnapshot.Of(model))));
    }

    [Fact]
    public void WorkflowsBesideCollectedSessionsAreNobodys()
    {
        var folder = SomeSnapshot.Write(_folder, SomeSnapshot.Of(SomeSnapshot.Network()) with { Model = null, Corpus = Some.Corpus("a b") });

        Assert.False(File.Exists(Path.Combine(folder, "workflows.json")));
        Assert.Null(SomeSnapshot.Read(folder).Model);
    }

    private string WriteAnswers() => SomeSnapshot.Write(_folder, SomeSnapshot.Of(SomeSnapshot.Network()) with { NormalPatterns = Answers });

    private static WorkflowSet Mine(params int[][] sessions) =>
        new(new WorkflowMiner(key => $"template {key}").Mine([.. sessions.Select((keys, i) => new WorkflowTrace(keys, null, 60 - i))], noise: 0));

    private static string Text(AnomalyPattern pattern) => pattern.Lesson is not { } lesson
        ? "none"
        : $"{lesson.Value?.Name} {lesson.Value?.Value:R} {string.Join(' ', lesson.Step?.Keys ?? [])} {lesson.Step?.Position} {lesson.Step?.Fault} {lesson.Step?.ElapsedTicks}";

    private static JsonNode Manifest(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, SnapshotFormat.ManifestName)))!;
}
