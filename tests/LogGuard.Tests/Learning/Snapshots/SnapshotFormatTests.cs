using System.Text.Json.Nodes;
using LogGuard.Detection;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>What a snapshot may hold and what it may not, and what is said of it.</summary>
public sealed class SnapshotFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, Action<JsonNode>> Faults => new()
    {
        { "its format is 0", manifest => manifest["Format"] = 0 },
        { "one of its templates is null", manifest => manifest["Templates"]![3] = null },
        { "its renamed and merged keys are not those of its templates", manifest => manifest["KeyChanges"] = JsonNode.Parse("""{ "MinedKeys": [], "Names": [], "Aliases": [{ "From": 1, "To": 10 }] }""") },
        { "its watched templates are not among its templates", manifest => manifest["Quarantine"] = Quarantine(10) },
        { "its watched templates are not among its templates", manifest => manifest["Quarantine"] = Quarantine(0) },
        { "the usual keys of its sessions are not those of its templates", manifest => manifest["UsualEnds"] = new JsonArray(10) },
        { "the usual keys of its sessions are not those of its templates", manifest => manifest["UsualErrors"] = new JsonArray(0) },
        { "one of its learnt changes is none", manifest => manifest["LearntChanges"] = new JsonArray(new JsonObject { ["Pattern"] = "Key 10", ["Text"] = "ten" }) },
        { "one of its marked patterns is none", manifest => manifest["TakenBackChanges"] = new JsonArray("Key 10") },
        { "its list of files is wrong", manifest => manifest["Files"]![0]!["Name"] = "../network.safetensors" },
        { "its list of files is wrong", manifest => manifest["Files"]!.AsArray().Add(manifest["Files"]![0]!.DeepClone()) },
        { "its list of files is wrong", manifest => manifest["Files"]![0] = null },
        { "its counts are negative", manifest => manifest["Model"]!["SessionCount"] = -1 },
        { "its counts are negative", manifest => manifest["Model"]!["EventCount"] = -1 },
        { "its keys are not those of its templates", manifest => manifest["Model"]!["Keys"] = new JsonArray(1, 3, 2) },
        { "its keys are not those of its templates", manifest => manifest["Model"]!["Keys"] = new JsonArray(1, 2, 2) },
        { "its keys are not those of its templates", manifest => manifest["Model"]!["Keys"] = new JsonArray(0, 1, 2) },
        { "its keys are not those of its templates", manifest => manifest["Model"]!["Keys"] = new JsonArray(1, 2, 10) },
        { "one of its constraints is none", manifest => Constraints(manifest)[0] = null },
        { "one of its constraints is none", manifest => (Constraints(manifest)[0]!["Allowed"], Constraints(manifest)[0]!["SessionCounts"]) = (new JsonArray(), new JsonArray()) },
        { "one of its constraints is none", manifest => (Constraints(manifest)[0]!["Allowed"], Constraints(manifest)[0]!["SessionCounts"]) = (new JsonArray(3, 1), new JsonArray(1, 1)) },
        { "its constraints repeat themselves", manifest => Constraints(manifest).Add(Constraints(manifest)[0]!.DeepClone()) },
        { "its window size is 0", manifest => NextKey(manifest)["WindowSize"] = 0 },
        { "its window size is 1025", manifest => NextKey(manifest)["WindowSize"] = 1025 },
        { "its network has no size", manifest => NextKey(manifest)["HiddenSize"] = null },
        { "its network has no size", manifest => NextKey(manifest)["HiddenSize"] = 0 },
        { "its network has no size", manifest => NextKey(manifest)["HiddenSize"] = 1025 },
        { "its network has no size", manifest => NextKey(manifest)["LayerCount"] = null },
        { "its network has no size", manifest => NextKey(manifest)["LayerCount"] = 0 },
        { "its network has no size", manifest => NextKey(manifest)["LayerCount"] = 5 },
        { "the steps that it learnt from do not fit together", manifest => NextKey(manifest)["Evidence"]!["Counts"]![0] = 0 },
        { "the steps that it learnt from do not fit together", manifest => NextKey(manifest)["Evidence"]!["Lasts"]![0] = 5 },
        { "the steps that it learnt from do not fit together", manifest => NextKey(manifest)["Evidence"]!["Nexts"]![0] = 4 },
        { "network.safetensors is not among its files", manifest => manifest["Files"] = new JsonArray() },
        { "sessions.bin is not among its files", manifest => manifest["State"] = "Collecting" },
        { "it holds neither a model nor sessions", manifest => manifest["Model"] = null },
        { "miner.json is not among its files", manifest => (manifest["MinedTemplates"], manifest["MinedTemplateKeys"]) = (new JsonArray(1), new JsonArray(1)) },
        { "one of its marked patterns is none", manifest => manifest["AnomalousPatterns"] = new JsonArray("Key 10") },
        { "network.safetensors does not match its checksum", manifest => manifest["Files"]![0]!["Sha256"] = "0" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void WhatIsWrongIsSaid(string fault, Action<JsonNode> edit)
    {
        var folder = Write(SomeSnapshot.Network());
        SnapshotFolder.EditManifest(folder, edit);

        Assert.Equal(fault, SomeSnapshot.Refusal(folder));
    }

    public static TheoryData<string, Action<JsonNode>> Extremes => new()
    {
        { "the smallest window", manifest => NextKey(manifest)["WindowSize"] = 1 },
        { "the largest window", manifest => NextKey(manifest)["WindowSize"] = 1024 },
        { "the smallest network", manifest => NextKey(manifest)["HiddenSize"] = 1 },
        { "the largest network", manifest => NextKey(manifest)["HiddenSize"] = 1024 },
        { "the deepest network", manifest => NextKey(manifest)["LayerCount"] = 4 },
        { "counts of none", manifest => (manifest["Model"]!["SessionCount"], manifest["Model"]!["EventCount"]) = (0, 0) },
        { "the last template", manifest => manifest["Model"]!["Keys"] = new JsonArray(1, 2, 9) },
        { "the last watched template", manifest => manifest["Quarantine"] = Quarantine(9) },
        { "the first watched template", manifest => manifest["Quarantine"] = Quarantine(1) },
        { "the largest symbols", manifest => (NextKey(manifest)["Evidence"]!["Lasts"]![0], NextKey(manifest)["Evidence"]!["Nexts"]![0]) = (4, 3) },
        { "the least evidence", manifest => NextKey(manifest)["Evidence"]!["Counts"]![0] = float.Epsilon },
    };

    [Theory]
    [MemberData(nameof(Extremes), DisableDiscoveryEnumeration = true)]
    public void WhatJustFitsIsRead(string what, Action<JsonNode> edit)
    {
        var folder = Write(SomeSnapshot.Network());
        SnapshotFolder.EditManifest(folder, edit);

        Assert.True(SomeSnapshot.Read(folder).Model is not null, what);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"Format\": 1}")]
    [InlineData("{\"Format\": \"one\"}")]
    [InlineData("<manifest/>")]
    public void WhyAManifestIsNoneIsSaid(string text)
    {
        var folder = Write(SomeSnapshot.Network());
        SnapshotFolder.WriteManifest(folder, text);

        var fault = SomeSnapshot.Refusal(folder);

        Assert.StartsWith("manifest.json is no manifest: ", fault, StringComparison.Ordinal);
        Assert.InRange(fault.Length, "manifest.json is no manifest: ".Length + 10, 1_000);
    }

    [Fact]
    public void AFileThatIsLongerThanItWasIsNotRead()
    {
        var folder = Write(SomeSnapshot.Network());
        var path = Path.Combine(folder, "network.safetensors");
        var length = new FileInfo(path).Length;
        File.AppendAllText(path, "0");

        Assert.Equal($"network.safetensors has {length + 1} bytes, and at most {length} are expected", SomeSnapshot.Refusal(folder));
    }

    [Fact]
    public void AFileThatIsShorterThanItWasIsRefused()
    {
        var folder = Write(SomeSnapshot.Network());
        SnapshotFolder.CutShort(Path.Combine(folder, "network.safetensors"), 0.9);

        Assert.Equal("network.safetensors does not match its checksum", SomeSnapshot.Refusal(folder));
    }

    [Fact]
    public void NGramsOfSeveralKeysComeBack()
    {
        var saved = ((NGramModel)SomeModel.Learn(SomeModel.Regular, windowSize: 2).Keys!.Model).Windows;

        var loaded = Assert.IsType<NGramModel>(SomeSnapshot.Read(Write(SomeModel.Learn(SomeModel.Regular, windowSize: 2))).Model!.Keys!.Model);

        Assert.Equal((2, true), (loaded.WindowSize, loaded.KnowsBoundaries));
        Assert.Equal(saved.Windows, loaded.Windows.Windows);
        Assert.Equal(saved.Targets, loaded.Windows.Targets);
        Assert.Equal(saved.Weights, loaded.Windows.Weights);
    }

    // Of three keys and the end the symbols are 0 to 3.
    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(-1, false)]
    public void NGramsAreOfSymbolsThatThereAre(int target, bool isRead)
    {
        var folder = Write(SomeModel.Learn(SomeModel.Regular));
        SnapshotFolder.EditManifest(folder, manifest => NextKey(manifest)["Targets"]![0] = target);

        var exception = Record.Exception(() => SomeSnapshot.Read(folder));

        Assert.Equal(isRead ? null : "its N-gram windows do not fit together", exception?.Message);
    }

    [Fact]
    public void AModelWithoutAFormIsAFaultOfTheProgram()
    {
        var model = ModelQuestions.Make(new SymbolMap([1]), 1, 1, true, new NextKeyJudge(new OddModel(), default), null);

        Assert.Equal("A OddModel has no form on disk.", Assert.Throws<InvalidOperationException>(() => Write(model)).Message);
    }

    [Fact]
    public void AModelOfUnknownTimeWasTrainedWhenItWasSaved()
    {
        Assert.Equal(TestTimeProvider.Start, SomeSnapshot.Read(Write(SomeSnapshot.Network())).Trained);
    }

    [Fact]
    public void WhenAModelWasTrainedComesBack()
    {
        var trained = TestTimeProvider.Start.AddHours(-3);

        var loaded = SomeSnapshot.Read(SomeSnapshot.Write(_folder, SomeSnapshot.Of(SomeSnapshot.Network()) with { Trained = trained, TrainedAt = 7 }));

        Assert.Equal((trained, 7), (loaded.Trained, loaded.TrainedAt));
    }

    [Fact]
    public void CollectedSessionsWereNeverTrained()
    {
        var snapshot = SomeSnapshot.Of(SomeSnapshot.Network()) with { Model = null, Corpus = Some.Corpus("a b") };

        Assert.Null(SomeSnapshot.Read(SomeSnapshot.Write(_folder, snapshot)).Trained);
    }

    private static JsonArray Constraints(JsonNode manifest) => SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]!.AsArray();

    private static JsonNode NextKey(JsonNode manifest) => SnapshotFolder.StateOf(manifest, "NextKey");

    private static JsonNode Quarantine(int key) =>
        JsonNode.Parse($$"""{ "Version": "1.2", "FirstNewKey": 1, "Keys": [{ "Key": {{key}}, "Since": 5, "Last": 7 }, { "Key": 2, "Since": 5, "Last": 7 }] }""")!;

    private string Write(SessionModel model) => SomeSnapshot.Write(_folder, SomeSnapshot.Of(model));

    private sealed class OddModel() : NextKeyModel(new SymbolMap([1]), 1, false)
    {
        public override void Predict(ReadOnlySpan<int> window, Span<float> probabilities) => probabilities.Clear();
    }
}
