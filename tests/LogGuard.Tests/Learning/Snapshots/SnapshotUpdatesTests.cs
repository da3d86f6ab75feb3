using System.Text.Json.Nodes;
using LogGuard.Detection;
using LogGuard.Learning.Snapshots;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Parsing;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>What a snapshot holds beside the model: that with which it is updated, trained again and answered.</summary>
public sealed class SnapshotUpdatesTests : IDisposable
{
    private const string Rehearsal = "rehearsal.bin";
    private const string TrainedWeights = "trained.safetensors";

    private static readonly string[] Templates = [.. Enumerable.Range(1, 9).Select(key => $"template {key}")];

    // Two windows: small enough to count the bytes of.
    private static readonly WindowSet Windows = new(4, [0, 1, 2, 3, 1, 2, 3, 9], [4, 0], [1, 2.5f]);

    // Never judged with, so it does not matter that tests share it.
    private static readonly Lazy<SessionModel> Model = new(() => Trained.Make(DetectorKind.Default));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatUpdatesBeginWithComesBack()
    {
        var loaded = Read(Write(MakeModel())).Model!;

        Assert.False(File.Exists(Path.Combine(_folder, TrainedWeights)));
        Assert.Equal((4, 2), (loaded.Basis!.Rehearsal.WindowSize, loaded.Basis.Rehearsal.Count));
        Assert.Equal(Windows.Windows, loaded.Basis.Rehearsal.Windows);
        Assert.Equal(Windows.Targets, loaded.Basis.Rehearsal.Targets);
        Assert.Equal(Windows.Weights, loaded.Basis.Rehearsal.Weights);
        Assert.Equal(Numbers(NetworkOf(loaded).Weights), Numbers(loaded.Basis.Weights));
        Assert.True(loaded.CanLearnSteps);
        Assert.Empty(loaded.LearntSteps);
    }

    [Fact]
    public void AnUpdatedNetworkComesBackBesideWhatTrainingLeft()
    {
        AnomalyPattern[] learnt = [new([1, -1, -1, 1, 2, 9]), new([1, 1, 2, 3, 4, Boundary.End])];
        var model = MakeModel();
        model.LearntSteps = learnt;
        var trained = UpdateBasis.Copy(NetworkOf(model).Weights);
        trained[0].Values[0] += 1;
        model = model.WithBasis(new UpdateBasis(trained, Windows));

        var loaded = Read(Write(model)).Model!;

        Assert.Equal(learnt, loaded.LearntSteps);
        Assert.Equal(Numbers(trained), Numbers(loaded.Basis!.Weights));
        Assert.Equal(Numbers(NetworkOf(model).Weights), Numbers(NetworkOf(loaded).Weights));
    }

    [Fact]
    public void WeightsOfAnotherNetworkAreRefused()
    {
        var model = MakeModel();
        model.LearntSteps = [new([1, -1, -1, 1, 2, 9])];
        var folder = Write(model);
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [.. NetworkOf(model).Weights.Skip(1)], null);
        SnapshotFolder.WriteFile(folder, TrainedWeights, stream.ToArray());

        Assert.Throws<InvalidDataException>(() => Read(folder));
    }

    [Fact]
    public void ASnapshotFromBeforeThereWereUpdatesIsRead()
    {
        var folder = Write(MakeModel());
        SnapshotFolder.EditManifest(folder, manifest =>
        {
            var files = manifest["Files"]!.AsArray();
            files.Remove(files.Single(file => (string?)file!["Name"] == Rehearsal));
            SnapshotFolder.StateOf(manifest, "NextKey").AsObject().Remove("LearntSteps");
        });

        var loaded = Read(folder).Model!;

        Assert.Null(loaded.Basis);
        Assert.False(loaded.CanLearnSteps);
    }

    [Fact]
    public void TheRehearsedWindowsAreTheirSymbolsTheirTargetAndTheirWeight()
    {
        Assert.Equal(
            [2, 0, 1, 2, 3, 4, .. BitConverter.GetBytes(1f), 1, 2, 3, 9, 0, .. BitConverter.GetBytes(2.5f)],
            File.ReadAllBytes(Path.Combine(Write(MakeModel()), Rehearsal)));
    }

    public static TheoryData<string, Func<byte[], byte[]>> Damages => new()
    {
        { "nothing at all", bytes => [] },
        { "cut short within a weight", bytes => bytes[..^1] },
        { "cut short behind a window", bytes => bytes[..10] },
        { "more windows than bytes", bytes => [4, .. bytes[1..]] },
        { "so many windows that memory would not do", bytes => [0xff, 0xff, 0xff, 0xff, 0x07, .. bytes[1..]] },
        { "fewer windows than none", bytes => [0xff, 0xff, 0xff, 0xff, 0x0f, .. bytes[1..]] },
        { "a number that does not end", bytes => [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, .. bytes[1..]] },
        { "a symbol that the model does not know", bytes => [.. bytes[..4], 11, .. bytes[5..]] },
        { "a target that the model does not know", bytes => [.. bytes[..5], 10, .. bytes[6..]] },
        { "no weight", bytes => [.. bytes[..6], .. BitConverter.GetBytes(0f), .. bytes[10..]] },
        { "a negative weight", bytes => [.. bytes[..6], .. BitConverter.GetBytes(-1f), .. bytes[10..]] },
        { "an endless weight", bytes => [.. bytes[..6], .. BitConverter.GetBytes(float.PositiveInfinity), .. bytes[10..]] },
        { "a weight that is no number", bytes => [.. bytes[..6], .. BitConverter.GetBytes(float.NaN), .. bytes[10..]] },
    };

    [Theory]
    [MemberData(nameof(Damages), DisableDiscoveryEnumeration = true)]
    public void RehearsedWindowsThatCannotBeAreRefused(string what, Func<byte[], byte[]> damage)
    {
        var folder = Write(MakeModel());
        SnapshotFolder.WriteFile(folder, Rehearsal, damage(File.ReadAllBytes(Path.Combine(folder, Rehearsal))));

        var exception = Record.Exception(() => Read(folder));

        Assert.True(exception is InvalidDataException, $"{what}: {exception}");
    }

    [Fact]
    public void SymbolsUpToTheLastAreRead()
    {
        var model = MakeModel();
        model = model.WithBasis(model.Basis! with { Rehearsal = new WindowSet(4, [10, 10, 10, 10], [9], [float.Epsilon]) });

        Assert.Equal([10, 10, 10, 10], Read(Write(model)).Model!.Basis!.Rehearsal.Windows);
    }

    [Fact]
    public void WhatStandsBesideTheModelComesBack()
    {
        AnomalyPattern[] standing = [new([0, 7], past: new SessionHash(ulong.MaxValue, 1)), new([2, 3, 0, -5], past: new SessionHash(2, 3))];
        var quarantine = new QuarantineState("1.2", 8, [new QuarantinedKey { Key = 9, Since = 5, Last = 7, SessionCount = 2, LineCount = 3, IsTroubled = true, HasLateSession = true }]);

        var loaded = Read(Write(MakeModel(), snapshot => snapshot with
        {
            StandingPatterns = standing,
            Recent = Some.Corpus("a b", "c"),
            TrainedAt = 123,
            Quarantine = quarantine,
        }));

        Assert.Equal(standing, loaded.StandingPatterns);
        Assert.Equal(standing.Select(pattern => pattern.Past), loaded.StandingPatterns.Select(pattern => pattern.Past));
        Assert.Equal([Some.Session("a b"), Some.Session("c")], loaded.Recent!.Distinct);
        Assert.Equal(123, loaded.TrainedAt);
        Assert.Equal(("1.2", 8), (loaded.Quarantine!.Version, loaded.Quarantine.FirstNewKey));
        Assert.Equal(quarantine.Keys, loaded.Quarantine.Keys);
    }

    [Fact]
    public void TheMinerOfTemplatesComesBackWithItsKeys()
    {
        var saved = new MinedKeysState([1, 2, 3], [4, 5], [8, 9], 1);

        var loaded = Read(Write(MakeModel(), snapshot => snapshot with { MinedKeys = saved })).MinedKeys!;

        Assert.Equal(saved.Miner, loaded.Miner);
        Assert.Equal(saved.Templates, loaded.Templates);
        Assert.Equal(saved.Keys, loaded.Keys);
        Assert.Equal(1, loaded.ExactCount);
    }

    [Fact]
    public void AModelThatSawNothingIsAModel()
    {
        var folder = Write(MakeModel());
        SnapshotFolder.EditManifest(folder, manifest => (manifest["Model"]!["SessionCount"], manifest["Model"]!["EventCount"]) = (0, 0));

        Assert.Equal(0, Read(folder).Model!.SessionCount);
    }

    [Fact]
    public void WhatWasNotThereIsNotThereAfterwards()
    {
        var loaded = Read(Write(MakeModel()));

        Assert.Empty(loaded.StandingPatterns);
        Assert.Null(loaded.Recent);
        Assert.Equal(0, loaded.TrainedAt);
        Assert.Null(loaded.Quarantine);
        Assert.True(loaded.KeyChanges.IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void AWatchedTemplateThatIsNoneIsRefused(int key)
    {
        QuarantinedKey[] keys = [new() { Key = 8, Since = 5, Last = 7 }, new() { Key = 9, Since = 5, Last = 7 }];
        var folder = Write(MakeModel(), snapshot => snapshot with { Quarantine = new QuarantineState("1.2", 8, keys) });
        SnapshotFolder.EditManifest(folder, manifest => manifest["Quarantine"]!["Keys"]![0]!["Key"] = key);

        Assert.Throws<InvalidDataException>(() => Read(folder));
    }

    [Fact]
    public void AReportThatNamesNoKeyIsRefused()
    {
        var folder = Write(MakeModel(), snapshot => snapshot with { StandingPatterns = [new([0, 7], past: new SessionHash(1, 2))] });
        SnapshotFolder.EditManifest(folder, manifest => manifest["StandingPatterns"] = new JsonArray((JsonNode?)null));

        Assert.Throws<InvalidDataException>(() => Read(folder));
    }

    private static SessionModel MakeModel()
    {
        var trained = Model.Value;
        var network = NetworkOf(trained);
        return ModelQuestions.Make(
            trained.Symbols, trained.SessionCount, trained.EventCount, trained.AsksForNewKeys, trained.Keys, trained.Counts,
            new UpdateBasis(UpdateBasis.Copy(network.Weights), Windows));
    }

    private string Write(SessionModel model, Func<Snapshot, Snapshot>? with = null)
    {
        var snapshot = new Snapshot(DetectorKind.Default, Templates, LogSeverity.Debug, model, null);
        SnapshotFormat.Write(_folder, with?.Invoke(snapshot) ?? snapshot, TestTimeProvider.Start);
        return _folder;
    }

    private static Snapshot Read(string folder) => SnapshotFormat.Read(folder, new ManagedEngine(threadCount: 1));

    private static INeuralNetwork NetworkOf(SessionModel model) => Assert.IsType<LogKeyModel>(model.Keys!.Model).Network;

    private static IEnumerable<float> Numbers(IReadOnlyList<NamedTensor> weights) => weights.SelectMany(weight => weight.Values);
}
