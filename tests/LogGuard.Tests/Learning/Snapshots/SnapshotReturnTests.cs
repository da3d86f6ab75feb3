using LogGuard.Learning.Snapshots;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Choosing among the snapshots of a folder, and returning to one of them.</summary>
public sealed class SnapshotReturnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];
    private readonly SnapshotStore _store;

    public SnapshotReturnTests() => _store = new SnapshotStore(_folder, new TestTimeProvider(), _reports.Add);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OfCollectedSessionsTheMostAreLoadedAndTheNewestOfAsMany()
    {
        Save("many, old", "a", "b", "c");
        Save("many", "a", "b", "c");
        Save("few", "a", "b");

        Assert.Equal("many", Load(out _)!.Templates[0]);
    }

    [Fact]
    public void WhatIsForAnotherDetectorIsPassedOver()
    {
        Save("ours", "a");
        SaveTrained("theirs");

        var loaded = Load(out var problem, whyNot: Theirs);

        Assert.Equal("ours", loaded!.Templates[0]);
        Assert.Equal("theirs is for another", problem);
        Assert.Equal("theirs is for another; it is left alone, and the detector learns for itself.", Assert.Single(_reports));
        Assert.True(Directory.Exists(Path.Combine(_folder, "000002")));
    }

    [Fact]
    public void OfSeveralForAnotherDetectorTheNewestIsTold()
    {
        Save("theirs, old", "a");
        Save("theirs, new", "a");

        Assert.Null(Load(out var problem, whyNot: Theirs));

        Assert.Equal("theirs, new is for another", problem);
        Assert.Single(_reports);
    }

    [Fact]
    public void AModelOfOursBehindOneForAnotherIsNothingToTell()
    {
        SaveTrained("ours");
        SaveTrained("theirs");

        Assert.Equal("ours", Load(out var problem, whyNot: Theirs)!.Templates[0]);

        Assert.Null(problem);
        Assert.Empty(_reports);
    }

    [Fact]
    public void AsManyAreKeptAsAskedFor()
    {
        var store = new SnapshotStore(_folder, new TestTimeProvider(), _reports.Add, keptCount: 1);
        for (var i = 0; i < 3; i++)
        {
            store.Save(Collected("a"));
        }

        Assert.Equal([3], _store.Summarise().Select(summary => summary.Number));
    }

    [Fact]
    public void AnotherDetectorsSnapshotsAreKept()
    {
        var store = new SnapshotStore(_folder, new TestTimeProvider(), _reports.Add, keptCount: 1);
        store.Save(Collected("a") with { Detector = DetectorKind.NGram });
        store.Save(Collected("a"));
        store.Save(Collected("a"));

        Assert.Equal([1, 3], _store.Summarise().Select(summary => summary.Number));
    }

    [Fact]
    public void WhatCannotBeReadIsNobodysToDelete()
    {
        var store = new SnapshotStore(_folder, new TestTimeProvider(), _reports.Add, keptCount: 1);
        var folder = store.Save(Collected("a"));
        File.WriteAllText(Path.Combine(folder, SnapshotFormat.ManifestName), "no manifest");

        store.Save(Collected("a"));
        store.Save(Collected("a"));

        Assert.True(Directory.Exists(folder));
        Assert.Equal([3], _store.Summarise().Select(summary => summary.Number));
    }

    [Fact]
    public void SnapshotsAreListedOldestFirst()
    {
        Save("a", "a");
        SaveTrained("b");
        var unreadable = Save("c", "a");
        File.WriteAllText(Path.Combine(unreadable, SnapshotFormat.ManifestName), "no manifest");
        File.Delete(Path.Combine(Save("d", "a"), SnapshotFormat.ManifestName));

        Assert.Equal(
            [
                new SnapshotSummary(1, TestTimeProvider.Start, DetectorState.Collecting, null),
                new SnapshotSummary(2, TestTimeProvider.Start, DetectorState.Detecting, 300),
            ],
            _store.Summarise());
        Assert.Empty(_reports);
    }

    [Fact]
    public void WithoutAFolderThereIsNothingToList() =>
        Assert.Empty(new SnapshotStore(Path.Combine(_folder, "missing"), new TestTimeProvider(), _reports.Add).Summarise());

    [Fact]
    public void ASnapshotIsReturnedToByItsNumber()
    {
        Save("first", "a");
        Save("second", "a");

        var loaded = _store.Load(1, new ManagedEngine(threadCount: 1), out var problem);

        Assert.Equal("first", loaded!.Templates[0]);
        Assert.Null(problem);
    }

    [Fact]
    public void ANumberThatIsNotThereIsTold()
    {
        Save("first", "a");

        Assert.Null(_store.Load(2, new ManagedEngine(threadCount: 1), out var problem));

        Assert.Equal($"there is no snapshot 2 in {_store.Folder}", problem);
    }

    [Fact]
    public void ASnapshotThatCannotBeReturnedToIsLeftWhereItIs()
    {
        var folder = Save("first", "a");
        SnapshotFolder.FlipByte(Path.Combine(folder, SnapshotFormat.ManifestName), 0.5);

        Assert.Null(_store.Load(1, new ManagedEngine(threadCount: 1), out var problem));

        Assert.Equal($"{folder} cannot be used: manifest.json does not match its checksum", problem);
        Assert.True(Directory.Exists(folder));
        Assert.Empty(_reports);
    }

    private static string? Theirs(Snapshot snapshot) =>
        snapshot.Templates[0].StartsWith("theirs", StringComparison.Ordinal) ? $"{snapshot.Templates[0]} is for another" : null;

    private Snapshot? Load(out string? problem, Func<Snapshot, string?> whyNot) => _store.Load(new ManagedEngine(threadCount: 1), out problem, whyNot);

    private Snapshot? Load(out string? problem) => _store.Load(new ManagedEngine(threadCount: 1), out problem);

    private static Snapshot Collected(string firstTemplate, params string[] sessions) =>
        new(DetectorKind.Default, [firstTemplate, "b", "c"], default, null, Some.Corpus(sessions));

    private string Save(string firstTemplate, params string[] sessions) => _store.Save(Collected(firstTemplate, sessions));

    // A model without a network is quickly made.
    private void SaveTrained(string firstTemplate)
    {
        string[] templates = [firstTemplate, .. Enumerable.Range(2, 8).Select(key => $"template {key}")];
        _store.Save(new Snapshot(DetectorKind.NewKey, templates, default, Trained.Make(DetectorKind.NewKey), null));
    }
}
