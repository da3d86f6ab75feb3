using System.Collections;
using System.Runtime.Versioning;
using LogGuard.Learning.Snapshots;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>A folder of snapshots on a disk that does not do as it is told.</summary>
public sealed class SnapshotStoreTroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];
    private readonly SnapshotStore _store;

    public SnapshotStoreTroubleTests() => _store = new SnapshotStore(_folder, new TestTimeProvider(), _reports.Add);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFolderIsMadeWithAllAboveIt()
    {
        var store = new SnapshotStore(Path.Combine(_folder, "made", "on", "demand"), new TestTimeProvider(), _reports.Add);

        Assert.Equal(Path.Combine(store.Folder, "000001"), store.Save(Collected("a")));
    }

    [Fact]
    public void OneThatIsInUseIsPassedOverAndStays()
    {
        Save("before");
        var folder = Save("locked");
        using var locked = Lock(folder);

        var loaded = Load(out var problem);

        Assert.Equal("before", loaded!.Templates[0]);
        Assert.StartsWith($"{folder} cannot be read: ", problem, StringComparison.Ordinal);
        Assert.Contains("manifest.json", problem, StringComparison.Ordinal);
        Assert.Equal(problem, Assert.Single(_reports));
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public void OneThatIsInUseIsNotSummarised()
    {
        Save("a");
        using var locked = Lock(Save("locked"));

        Assert.Equal([1], _store.Summarise().Select(summary => summary.Number));
    }

    [Fact]
    public void OneThatIsInUseCannotBeReturnedTo()
    {
        var folder = Save("locked");
        using var locked = Lock(folder);

        Assert.Null(_store.Load(1, SomeSnapshot.Engine, out var problem));

        Assert.StartsWith($"{folder} cannot be used: ", problem, StringComparison.Ordinal);
    }

    // Whatever is wrong with older ones is reported, and is not why the newest cannot be used.
    [Theory]
    [InlineData("damaged", "is damaged: ")]
    [InlineData("newer", "was written by a newer version of LogGuard: ")]
    [InlineData("locked", "cannot be read: ")]
    public void TheNewestOnesProblemIsTold(string newest, string expected)
    {
        var locks = new List<FileStream>();
        foreach (var trouble in (string[])["damaged", "newer", "locked", newest])
        {
            var folder = Save("a");
            switch (trouble)
            {
                case "damaged":
                    File.WriteAllText(Path.Combine(folder, SnapshotFormat.ChecksumName), "0");
                    break;
                case "newer":
                    SnapshotFolder.EditManifest(folder, manifest => manifest["Format"] = 3);
                    break;
                default:
                    locks.Add(Lock(folder));
                    break;
            }
        }

        Assert.Null(Load(out var problem));

        locks.ForEach(locked => locked.Dispose());
        Assert.StartsWith(Path.Combine(_folder, "000004") + " " + expected, problem, StringComparison.Ordinal);
        Assert.Equal(4, _reports.Count);
    }

    [Fact]
    public void DamageIsToldBeforeWhatIsForAnotherDetector()
    {
        Save("theirs");
        File.WriteAllText(Path.Combine(Save("damaged"), SnapshotFormat.ChecksumName), "0");

        Assert.Null(_store.Load(SomeSnapshot.Engine, out var problem, snapshot => $"{snapshot.Templates[0]} are not ours"));

        Assert.Equal(Path.Combine(_folder, "000002") + " is damaged: manifest.json does not match its checksum", problem);
        Assert.Equal(
            [
                Path.Combine(_folder, "000002") + " is damaged and set aside as 000002.damaged: manifest.json does not match its checksum.",
                "theirs are not ours; it is left alone, and the detector learns for itself.",
            ],
            _reports);
    }

    [Fact]
    public void DamageThatCannotBeSetAsideIsLeftWhereItIs()
    {
        var folder = Save("damaged");
        File.WriteAllText(Path.Combine(folder, SnapshotFormat.ChecksumName), "0");
        File.WriteAllText(folder + ".damaged", "a file of that name");

        Assert.Null(Load(out _));

        Assert.Equal($"{folder} is damaged and left where it is: manifest.json does not match its checksum.", Assert.Single(_reports));
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public void AFileThatMayNotBecomeAsLargeIsAnIOException()
    {
        Save("before");

        var exception = Assert.Throws<IOException>(() => _store.Save(Collected("a") with { Timed = new TooLarge() }));

        Assert.Equal(TooLarge.Exception.Message, exception.Message);
        Assert.Same(TooLarge.Exception, exception.InnerException);
        Assert.Equal(["000001"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void AManifestOfNothingIsNotSummarised()
    {
        SnapshotFolder.WriteManifest(Save("a"), "null");

        Assert.Empty(_store.Summarise());
    }

    [Fact]
    public void AFolderThatMayNotBeReadIsToldOf()
    {
        if (!Unprivileged.IsSupported)
        {
            return;
        }

        Save("a");
        WithPermissions(UnixFileMode.UserExecute, () =>
        {
            Assert.Null(Load(out var problem));
            Assert.StartsWith($"{_folder.Path} cannot be read: ", problem, StringComparison.Ordinal);
            Assert.Equal(problem, Assert.Single(_reports));

            Assert.Null(_store.Load(1, SomeSnapshot.Engine, out problem));
            Assert.StartsWith($"{_folder.Path} cannot be read: ", problem, StringComparison.Ordinal);

            Assert.Empty(_store.Summarise());
        });
    }

    [Fact]
    public void AFolderThatMayNotBeWrittenToKeepsWhatItHas()
    {
        if (!Unprivileged.IsSupported)
        {
            return;
        }

        File.WriteAllText(Path.Combine(Save("damaged"), SnapshotFormat.ChecksumName), "0");
        WithPermissions(UnixFileMode.UserExecute | UnixFileMode.UserRead, () =>
        {
            Assert.Null(Load(out _));
            Assert.Contains("is damaged and left where it is: ", Assert.Single(_reports), StringComparison.Ordinal);

            Assert.Throws<UnauthorizedAccessException>(() => Save("b"));
        });

        Assert.Equal(["000001"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void WhatCannotBeDeletedStays()
    {
        if (!Unprivileged.IsSupported)
        {
            return;
        }

        var store = new SnapshotStore(_folder, new TestTimeProvider(), _reports.Add, keptCount: 1);
        var first = store.Save(Collected("a"));
        using (new Unprivileged())
        {
            File.SetUnixFileMode(first, UnixFileMode.UserExecute | UnixFileMode.UserRead);
            store.Save(Collected("b"));
        }

        File.SetUnixFileMode(first, UnixFileMode.UserExecute | UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal([1, 2], _store.Summarise().Select(summary => summary.Number));
    }

    [SupportedOSPlatform("linux")]
    private void WithPermissions(UnixFileMode mode, Action act)
    {
        var before = File.GetUnixFileMode(_folder);
        File.SetUnixFileMode(_folder, mode);
        try
        {
            using var unprivileged = new Unprivileged();
            act();
        }
        finally
        {
            File.SetUnixFileMode(_folder, before);
        }
    }

    private static FileStream Lock(string folder) =>
        new(Path.Combine(folder, SnapshotFormat.ManifestName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private Snapshot? Load(out string? problem) => _store.Load(SomeSnapshot.Engine, out problem);

    private static Snapshot Collected(string firstTemplate) => new(DetectorKind.Default, [firstTemplate], default, null, Some.Corpus("a"));

    private string Save(string firstTemplate) => _store.Save(Collected(firstTemplate));

    // As .NET does where the process or the file system has a limit.
    private sealed class TooLarge : IReadOnlyList<SessionStep[]>
    {
        public static readonly ArgumentOutOfRangeException Exception = new("value", "Specified file length was too large for the file system.");

        public int Count => 1;

        public SessionStep[] this[int index] => throw Exception;

        public IEnumerator<SessionStep[]> GetEnumerator() => throw Exception;

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
