using System.Text.Json.Nodes;
using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

public sealed class SnapshotStoreTests : IDisposable
{
    private static readonly string[] Templates = [.. Enumerable.Range(1, 9).Select(key => $"template {key}")];

    // Never judged with, so it does not matter that tests share it.
    private static readonly Lazy<SessionModel> Model = new(() => Trained.Make(DetectorKind.Default));

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];
    private readonly SnapshotStore _store;

    public SnapshotStoreTests() => _store = MakeStore(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NewKey)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public void ALoadedModelJudgesAsTheSavedOneToTheLastBit(DetectorKind kind)
    {
        var model = Trained.Make(kind);
        var folder = _store.Save(new Snapshot(kind, Templates, LogSeverity.Debug, model, null));

        var loaded = Load()!;

        Assert.Equal(Path.Combine(_folder, "000001"), folder);
        Assert.Equal((kind, LogSeverity.Debug), (loaded.Detector, loaded.LeastSeverity));
        Assert.Equal(Templates, loaded.Templates);
        Assert.Null(loaded.Corpus);
        Assert.Equal((model.SessionCount, model.EventCount, model.AsksForNewKeys, model.WindowSize),
            (loaded.Model!.SessionCount, loaded.Model.EventCount, loaded.Model.AsksForNewKeys, loaded.Model.WindowSize));
        var log = new OrderLog(seed: 3);
        var judgements = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            foreach (var keys in (int[][])[log.Next(), log.Next(OrderLog.Faults[i % 5]), log.NextNoise()])
            {
                var expected = Trained.Judge(model, keys);
                Assert.Equal(expected, Trained.Judge(loaded.Model, keys));
                judgements.Add(expected);
            }
        }

        Assert.True(judgements.Count > 1);
        Assert.Empty(_reports);
    }

    [Fact]
    public void CollectedSessionsComeBack()
    {
        var corpus = OrderLog.Normal(50);
        corpus.Add(Some.Part("a b", hasStart: true));
        corpus.Add(new LogKeySequence([LogGuard.Keys.LogKey.Unknown, 3]));
        _store.Save(new Snapshot(DetectorKind.Default, Templates, LogSeverity.Warning, null, corpus));

        var loaded = Load()!;

        Assert.Null(loaded.Model);
        Assert.Equal(corpus.Order, loaded.Corpus!.Order);
        Assert.Equal(corpus.Distinct, loaded.Corpus.Distinct);
        Assert.Equal(LogSeverity.Warning, loaded.LeastSeverity);
    }

    [Fact]
    public void MarkedPatternsComeBack()
    {
        AnomalyPattern[] normal = [new([0, 7]), new([1, -1, 0, 9, -2])];
        AnomalyPattern[] anomalous = [new([2, 3, 0, -5])];
        _store.Save(new Snapshot(DetectorKind.Default, Templates, default, null, new SessionCorpus())
        {
            NormalPatterns = normal,
            AnomalousPatterns = anomalous,
        });

        var loaded = Load()!;

        Assert.Equal(normal, loaded.NormalPatterns);
        Assert.Equal(anomalous, loaded.AnomalousPatterns);
    }

    [Fact]
    public void WhatHasHappenedToKeysComesBack()
    {
        var changes = new VocabularyChanges { MinedKeys = [2, 9], Names = [new(9, "größer <*>")], Aliases = [new(3, 9), new(4, 9)] };
        _store.Save(new Snapshot(DetectorKind.Default, Templates, default, null, new SessionCorpus()) { KeyChanges = changes });

        var loaded = Load()!.KeyChanges;

        Assert.Equal(changes.MinedKeys, loaded.MinedKeys);
        Assert.Equal(changes.Names, loaded.Names);
        Assert.Equal(changes.Aliases, loaded.Aliases);
    }

    [Fact]
    public void KeyChangesThatNameNoKeyAreDamage()
    {
        var folder = SaveCorpus("damaged");
        SnapshotFolder.EditManifest(folder, manifest => manifest[nameof(Manifest.KeyChanges)] =
            JsonNode.Parse("""{ "MinedKeys": [], "Names": [], "Aliases": [{ "From": 1, "To": 10 }] }"""));

        Assert.Null(Load());

        Assert.Contains("renamed and merged keys", Assert.Single(_reports));
    }

    [Fact]
    public void ASnapshotFromBeforeThereWasFeedbackIsRead()
    {
        var folder = SaveCorpus("old");
        SnapshotFolder.EditManifest(folder, manifest =>
        {
            Assert.True(manifest.AsObject().Remove(nameof(Manifest.NormalPatterns)));
            Assert.True(manifest.AsObject().Remove(nameof(Manifest.AnomalousPatterns)));
            Assert.True(manifest.AsObject().Remove(nameof(Manifest.KeyChanges)));
        });

        var loaded = Load()!;

        Assert.Equal("old", loaded.Templates[0]);
        Assert.Empty(loaded.NormalPatterns);
        Assert.Empty(_reports);
    }

    [Theory]
    [InlineData("Key 10")]
    [InlineData("Key")]
    [InlineData(null)]
    public void AMarkThatNamesNoKeyIsDamage(string? mark)
    {
        var folder = SaveCorpus("damaged");
        SnapshotFolder.EditManifest(folder, manifest => manifest[nameof(Manifest.NormalPatterns)] = new JsonArray("Key 9", mark));

        Assert.Null(Load());

        Assert.Contains("one of its marked patterns is none", Assert.Single(_reports));
    }

    [Fact]
    public void AnEmptyCorpusComesBack()
    {
        _store.Save(new Snapshot(DetectorKind.Default, [], LogSeverity.Fatal, null, new SessionCorpus()));

        Assert.Equal(0, Load()!.Corpus!.Count);
    }

    [Fact]
    public void TemplatesOfAnyTextComeBack()
    {
        string[] templates = ["", "{Id}", "\"quoted\" \\ <&>", "line\r\nbreak\t\0", "größer 😀 日本", new string('x', 1024)];
        _store.Save(new Snapshot(DetectorKind.Default, templates, LogSeverity.Debug, null, new SessionCorpus()));

        Assert.Equal(templates, Load()!.Templates);
    }

    [Fact]
    public void NothingSavedIsNothingWrong()
    {
        Assert.Null(_store.Load(new ManagedEngine(), out var problem));
        Assert.Null(problem);
        Assert.Null(MakeStore(Path.Combine(_folder, "missing")).Load(new ManagedEngine(), out problem));
        Assert.Null(problem);
        Assert.Empty(_reports);
    }

    [Fact]
    public void TheNewestIsLoaded()
    {
        SaveModel("first");
        SaveModel("second");

        Assert.Equal(["second"], Load()!.Templates[..1]);
    }

    [Fact]
    public void ATrainedModelComesBeforeNewerSessions()
    {
        SaveModel("trained");
        SaveCorpus("collected");

        Assert.Equal("trained", Load()!.Templates[0]);
    }

    [Fact]
    public void TheLastThreeAreKept()
    {
        for (var i = 1; i <= 5; i++)
        {
            SaveModel($"number {i}");
        }

        Assert.Equal(["000003", "000004", "000005"], Entries());
        Assert.Equal("number 5", Load()!.Templates[0]);
    }

    [Fact]
    public void CollectedSessionsNeverPushATrainedModelOut()
    {
        SaveModel("trained");
        for (var i = 0; i < 6; i++)
        {
            SaveCorpus("collected by a second logger");
        }

        Assert.Equal(["000001", "000005", "000006", "000007"], Entries());
        Assert.Equal("trained", Load()!.Templates[0]);
    }

    [Fact]
    public void SnapshotsAreNumberedOnBehindTheHighest()
    {
        SaveModel("first");
        Directory.Move(Path.Combine(_folder, "000001"), Path.Combine(_folder, "000041"));

        Assert.Equal("000042", Path.GetFileName(SaveModel("second")));
    }

    [Fact]
    public void WhatIsNoSnapshotIsLeftAlone()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "notes"));
        Directory.CreateDirectory(Path.Combine(_folder, "-5"));
        File.WriteAllText(Path.Combine(_folder, "000009"), "a file");
        for (var i = 0; i < 5; i++)
        {
            SaveModel("a");
        }

        Assert.NotNull(Load());
        Assert.Empty(_reports);
        Assert.Superset(new HashSet<string> { "notes", "-5", "000009" }, Entries().ToHashSet());
    }

    [Fact]
    public void AHalfWrittenSnapshotIsNeverLoaded()
    {
        SaveModel("whole");
        var folder = SaveModel("half");
        Directory.Move(folder, Path.Combine(_folder, ".saving-0123456789abcdef"));

        Assert.Equal("whole", Load()!.Templates[0]);
        Assert.Empty(_reports);
    }

    [Fact]
    public void WhatACrashLeftBehindGoesADayLater()
    {
        var crashed = Directory.CreateDirectory(Path.Combine(_folder, ".saving-" + Guid.NewGuid())).FullName;
        File.WriteAllText(Path.Combine(crashed, "manifest.json"), "{");
        var atWork = Directory.CreateDirectory(Path.Combine(_folder, ".saving-" + Guid.NewGuid())).FullName;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Directory.SetLastWriteTimeUtc(crashed, now.AddDays(-2));
        Directory.SetLastWriteTimeUtc(atWork, now.AddHours(-1));

        SaveModel("a");

        Assert.False(Directory.Exists(crashed));
        Assert.True(Directory.Exists(atWork));
    }

    [Fact]
    public void TheOwnerOfTheFolderDeletesTemporaryFoldersOfDeadProcessesAndNothingElse()
    {
        var crashed = Directory.CreateDirectory(Path.Combine(_folder, ".saving-" + Guid.NewGuid())).FullName;
        File.WriteAllText(Path.Combine(crashed, "manifest.json"), "{");
        string[] others = [Path.Combine(_folder, "2024"), Path.Combine(_folder, ".saving-photos"), Path.Combine(_folder, "notes")];
        foreach (var other in others)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(other).FullName, "mine"), "");
        }

        _store.DeleteLeftovers();
        for (var i = 0; i < 5; i++)
        {
            SaveModel("a");
        }

        Assert.NotNull(_store.Load(new ManagedEngine(), out _));
        Assert.False(Directory.Exists(crashed));
        Assert.All(others, other => Assert.True(File.Exists(Path.Combine(other, "mine"))));
    }

    [Fact]
    public void AFailedSaveLeavesNothingBehind()
    {
        SaveModel("a");
        var unwritable = ModelQuestions.Make(new SymbolMap([1]), 1, 1, true, new NextKeyJudge(new OddModel(), default), null);

        Assert.Throws<InvalidOperationException>(() => _store.Save(new Snapshot(DetectorKind.Default, ["b"], default, unwritable, null)));

        Assert.Equal(["000001"], Entries());
    }

    public static TheoryData<string, string, double> Damages
    {
        get
        {
            var damages = new TheoryData<string, string, double>();
            foreach (var file in new[] { "manifest.json", "manifest.sha256", "network.safetensors", "sessions.bin" })
            {
                damages.Add(file, "missing", 0);
                foreach (var share in new[] { 0, 0.5, 0.99 })
                {
                    damages.Add(file, "cut short", share);
                }

                foreach (var at in new[] { 0, 0.1, 0.5, 0.9, 1 })
                {
                    damages.Add(file, "flipped", at);
                }

                damages.Add(file, "longer", 0);
            }

            return damages;
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void ADamagedSnapshotIsSetAsideAndTheOneBeforeIsUsed(string file, string damage, double at)
    {
        var save = file == "sessions.bin" ? SaveCorpus : (Func<string, string>)SaveModel;
        save("before");
        var folder = save("damaged");
        var path = Path.Combine(folder, file);
        switch (damage)
        {
            case "missing":
                File.Delete(path);
                break;
            case "cut short":
                SnapshotFolder.CutShort(path, at);
                break;
            case "flipped":
                SnapshotFolder.FlipByte(path, at);
                break;
            default:
                File.AppendAllText(path, "0");
                break;
        }

        var loaded = _store.Load(new ManagedEngine(), out var problem);

        Assert.Equal("before", loaded!.Templates[0]);
        Assert.Equal(["000001", "000002.damaged"], Entries());
        var report = Assert.Single(_reports);
        Assert.Contains("000002 is damaged and set aside as 000002.damaged: ", report);
        Assert.Contains(file == "manifest.sha256" && damage != "missing" ? "manifest.json" : file, report);
        Assert.Contains("000002 is damaged: ", problem);
    }

    [Fact]
    public void WhatWasSetAsideIsNotReportedAgain()
    {
        SaveModel("before");
        SnapshotFolder.FlipByte(Path.Combine(SaveModel("damaged"), "manifest.json"), 0.5);
        Load();
        _reports.Clear();

        Assert.Equal("before", _store.Load(new ManagedEngine(), out var problem)!.Templates[0]);
        Assert.Null(problem);
        Assert.Empty(_reports);
    }

    [Fact]
    public void EverySnapshotMayBeDamaged()
    {
        for (var i = 0; i < 3; i++)
        {
            File.Delete(Path.Combine(SaveModel("a"), "manifest.json"));
        }

        Assert.Null(_store.Load(new ManagedEngine(), out var problem));
        Assert.Equal(3, _reports.Count);
        Assert.Contains("000003 is damaged: manifest.json is missing", problem);
    }

    [Fact]
    public void ADamagedNumberMayBeUsedAndDamagedAgain()
    {
        File.Delete(Path.Combine(SaveModel("a"), "manifest.json"));
        Load();
        File.Delete(Path.Combine(SaveModel("b"), "manifest.json"));
        Load();

        Assert.Equal(["000001.damaged"], Entries());
        Assert.Equal(2, _reports.Count);
    }

    [Fact]
    public void ANewerFormatIsLeftAloneAndReported()
    {
        SaveModel("ours");
        var newer = SaveModel("newer");
        SnapshotFolder.EditManifest(newer, manifest =>
        {
            manifest["Format"] = 3;
            manifest["State"] = "Dreaming";
            manifest.AsObject().Remove("Templates");
        });

        var loaded = _store.Load(new ManagedEngine(), out var problem);

        Assert.Equal("ours", loaded!.Templates[0]);
        Assert.Equal(["000001", "000002"], Entries());
        Assert.Contains("000002 was written by a newer version of LogGuard and is left alone: it has format 3, and this version reads up to 2.", Assert.Single(_reports));
        Assert.Contains("newer version", problem);
    }

    public static TheoryData<string, Action<JsonNode>> Contradictions => new()
    {
        { "a format that never was", manifest => manifest["Format"] = 0 },
        { "a format in words", manifest => manifest["Format"] = "two" },
        { "no format", manifest => manifest.AsObject().Remove("Format") },
        { "no such state", manifest => manifest["State"] = "Dreaming" },
        { "no templates", manifest => manifest["Templates"] = null },
        { "a template that is null", manifest => manifest["Templates"]![3] = null },
        { "a template that is a number", manifest => manifest["Templates"]![3] = 3 },
        { "no files", manifest => manifest["Files"] = null },
        { "a file that is null", manifest => manifest["Files"]![0] = null },
        { "a file without a name", manifest => manifest["Files"]![0]!["Name"] = null },
        { "a file without a checksum", manifest => manifest["Files"]![0]!["Sha256"] = null },
        { "a file twice", manifest => manifest["Files"]!.AsArray().Add(manifest["Files"]![0]!.DeepClone()) },
        { "a file of another folder", manifest => manifest["Files"]![0]!["Name"] = "../000001/network.safetensors" },
        { "a file of another name", manifest => manifest["Files"]![0]!["Name"] = "manifest.json" },
        { "an empty file name", manifest => manifest["Files"]![0]!["Name"] = "" },
        { "a file name with a null character", manifest => manifest["Files"]![0]!["Name"] = "network\0" },
        { "a file of another length", manifest => manifest["Files"]![0]!["Length"] = 8 },
        { "a file of negative length", manifest => manifest["Files"]![0]!["Length"] = -1 },
        { "no weights", manifest => manifest["Files"] = new JsonArray() },
        { "no model", manifest => manifest["Model"] = null },
        { "no sessions", manifest => manifest["State"] = "Collecting" },
        { "no keys", manifest => manifest["Model"]!["Keys"] = null },
        { "keys that are not ascending", manifest => manifest["Model"]!["Keys"]![0] = 2 },
        { "the unknown key", manifest => manifest["Model"]!["Keys"]![0] = 0 },
        { "a key that no template has", manifest => manifest["Model"]!["Keys"]![8] = 10 },
        { "the largest key there is", manifest => manifest["Model"]!["Keys"]![8] = int.MaxValue },
        { "a negative session count", manifest => manifest["Model"]!["SessionCount"] = -1 },
        { "no window size", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["WindowSize"] = 0 },
        { "a huge window size", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["WindowSize"] = 1_000_000 },
        { "no hidden size", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["HiddenSize"] = null },
        { "another hidden size", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["HiddenSize"] = 17 },
        { "a huge hidden size", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["HiddenSize"] = 1_000_000 },
        { "no layers", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["LayerCount"] = 0 },
        { "more layers", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["LayerCount"] = 2 },
        { "windows without targets", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Windows"] = new JsonArray(1, 1, 1, 1) },
        { "evidence of no symbols", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"]!["Lasts"] = null },
        { "evidence of fewer symbols", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"]!["Lasts"]!.AsArray().RemoveAt(0) },
        { "evidence of fewer counts", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"]!["Counts"]!.AsArray().RemoveAt(0) },
        { "evidence behind a symbol that there is not", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"]!["Lasts"]![0] = 11 },
        { "evidence of a symbol that is never next", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"]!["Nexts"]![0] = 10 },
        { "evidence of a negative symbol", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"]!["Nexts"]![0] = -1 },
        { "evidence of nothing", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"]!["Counts"]![0] = 0 },
        { "evidence that is left out", manifest => SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"] = new JsonObject() },
        { "evidence whose counts are left out", manifest => Assert.True(SnapshotFolder.StateOf(manifest, "NextKey")["Evidence"]!.AsObject().Remove("Counts")) },
        { "a constraint whose shares are left out", manifest => Assert.True(SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]![0]!.AsObject().Remove("SessionCounts")) },
        { "no constraints", manifest => SnapshotFolder.StateOf(manifest, "Counts")["Constraints"] = null },
        { "a constraint that is null", manifest => SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]![0] = null },
        { "a constraint without values", manifest => SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]![0]!["Allowed"] = null },
        { "a constraint of no values", manifest => SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]![0]!["Allowed"] = new JsonArray() },
        { "values that are not ascending", manifest => SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]![0]!["Allowed"] = new JsonArray(3, 1) },
        { "values without shares", manifest => SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]![0]!["SessionCounts"] = new JsonArray() },
        { "two constraints on one key", manifest => SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]!.AsArray().Add(SnapshotFolder.StateOf(manifest, "Counts")["Constraints"]![0]!.DeepClone()) },
        { "no largest counts", manifest => SnapshotFolder.StateOf(manifest, "Counts")["LargestCounts"] = null },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void AManifestThatContradictsItselfIsDamageAndNoCrash(string what, Action<JsonNode> edit)
    {
        SaveModel("before");
        SnapshotFolder.EditManifest(SaveModel("edited"), edit);

        var loaded = Load();

        Assert.True(loaded?.Templates[0] == "before", what);
        Assert.Contains("is damaged and set aside", Assert.Single(_reports));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"Format\": 1}")]
    [InlineData("{\"Format\": 1e99}")]
    [InlineData("<manifest/>")]
    [InlineData("{\"Format\": 1")]
    public void AManifestThatIsNoneIsDamageAndNoCrash(string text)
    {
        SnapshotFolder.WriteManifest(SaveModel("edited"), text);

        Assert.Null(Load());
        Assert.Contains("is damaged and set aside", Assert.Single(_reports));
    }

    [Fact]
    public void TheEvidenceComesBack()
    {
        var model = Trained.Make(DetectorKind.Default);
        _store.Save(new Snapshot(DetectorKind.Default, Templates, default, model, null));

        var (saved, loaded) = (model.Keys!.Evidence!, Load()!.Model!.Keys!.Evidence!);

        Assert.NotEmpty(saved.Lasts);
        Assert.Equal(saved.Lasts.Zip(saved.Nexts, saved.Counts), loaded.Lasts.Zip(loaded.Nexts, loaded.Counts));
    }

    [Fact]
    public void ASnapshotFromBeforeThereWasEvidenceIsRead()
    {
        SnapshotFolder.EditManifest(SaveModel("old"), manifest =>
            Assert.True(SnapshotFolder.StateOf(manifest, "NextKey").AsObject().Remove("Evidence")));

        var loaded = Load()!;

        Assert.Equal("old", loaded.Templates[0]);
        Assert.Null(loaded.Model!.Keys!.Evidence);
        Assert.Empty(_reports);
    }

    [Fact]
    public void NGramWindowsThatDoNotFitTogetherAreDamage()
    {
        var model = Trained.Make(DetectorKind.NGram);
        foreach (var edit in (Action<JsonNode>[])[
            nextKey => nextKey["Targets"]!.AsArray().RemoveAt(0),
            nextKey => nextKey["Targets"]![0] = 99,
            nextKey => nextKey["Targets"]![0] = -1,
            nextKey => nextKey["Targets"] = null,
            nextKey => nextKey["Weights"] = null,
            nextKey => nextKey["Windows"]!.AsArray().RemoveAt(0),
            nextKey => nextKey["WindowSize"] = 2])
        {
            _reports.Clear();
            var folder = _store.Save(new Snapshot(DetectorKind.NGram, Templates, default, model, null));
            SnapshotFolder.EditManifest(folder, manifest => edit(SnapshotFolder.StateOf(manifest, "NextKey")));

            Assert.Null(Load());
            Assert.Contains("its N-gram windows do not fit together", Assert.Single(_reports));
        }
    }

    [Fact]
    public void TwoStoresMayShareAFolder()
    {
        var other = MakeStore(_folder);

        SaveModel("one");
        other.Save(new Snapshot(DetectorKind.Default, ["other", .. Templates[1..]], default, Model.Value, null));
        SaveModel("one again");

        Assert.Equal(["000001", "000002", "000003"], Entries());
        Assert.Equal("one again", other.Load(new ManagedEngine(), out _)!.Templates[0]);
    }

    [Fact]
    public async Task ManyStoresMaySaveAtOnce()
    {
        using var start = new Barrier(4);
        var folders = await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Factory.StartNew(
            () =>
            {
                var store = MakeStore(_folder);
                start.SignalAndWait();
                return Enumerable.Range(0, 5).Select(i => store.Save(new Snapshot(
                    DetectorKind.Default, [$"worker {worker}, save {i}"], default, null, Some.Corpus("a")))).ToArray();
            },
            TaskCreationOptions.LongRunning)));

        Assert.Equal(20, folders.SelectMany(folder => folder).Distinct().Count());
        Assert.Equal(["000018", "000019", "000020"], Entries());
        Assert.NotNull(Load());
        Assert.Empty(_reports);
    }

    [Fact]
    public void AFolderThatCannotBeMadeIsAnIOException()
    {
        var file = Path.Combine(_folder, "a file");
        File.WriteAllText(file, "");
        var store = MakeStore(Path.Combine(file, "model"));

        var exception = Record.Exception(() => store.Save(new Snapshot(DetectorKind.Default, [], default, null, new SessionCorpus())));

        Assert.True(exception is IOException or UnauthorizedAccessException, $"{exception}");
        Assert.Null(store.Load(new ManagedEngine(), out _));
    }

    [Fact]
    public void AFileInTheFoldersPlaceIsAnIOException()
    {
        var file = Path.Combine(_folder, "a file");
        File.WriteAllText(file, "");
        var store = MakeStore(file);

        var exception = Record.Exception(() => store.Save(new Snapshot(DetectorKind.Default, [], default, null, new SessionCorpus())));

        Assert.True(exception is IOException or UnauthorizedAccessException, $"{exception}");
        Assert.Null(store.Load(new ManagedEngine(), out _));
    }

    [Fact]
    public void AFolderThatMayNotBeReadIsReported()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Root may read everything, so as root this only shows that nothing is thrown.
        SaveModel("a");
        var mode = File.GetUnixFileMode(_folder);
        File.SetUnixFileMode(_folder, UnixFileMode.None);
        try
        {
            var loaded = _store.Load(new ManagedEngine(), out var problem);

            Assert.Equal(loaded is null, problem?.Contains("cannot be read") ?? false);
            Assert.Equal(loaded is null ? 1 : 0, _reports.Count);
        }
        finally
        {
            File.SetUnixFileMode(_folder, mode);
        }
    }

    private SnapshotStore MakeStore(string folder) => new(folder, TimeProvider.System, _reports.Add);

    private string SaveModel(string firstTemplate) =>
        _store.Save(new Snapshot(DetectorKind.Default, [firstTemplate, .. Templates[1..]], LogSeverity.Debug, Model.Value, null));

    private string SaveCorpus(string firstTemplate) =>
        _store.Save(new Snapshot(DetectorKind.Default, [firstTemplate, .. Templates[1..]], LogSeverity.Debug, null, OrderLog.Normal(20)));

    private Snapshot? Load() => _store.Load(new ManagedEngine(threadCount: 1), out _);

    private string[] Entries() => [.. Directory.GetFileSystemEntries(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private sealed class OddModel() : NextKeyModel(new SymbolMap([1]), 1, false)
    {
        public override void Predict(ReadOnlySpan<int> window, Span<float> probabilities) => probabilities.Clear();
    }
}
