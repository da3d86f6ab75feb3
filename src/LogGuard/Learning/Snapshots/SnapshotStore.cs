using System.Globalization;
using LogGuard.Detection;
using LogGuard.Neural;
using LogGuard.Primitives;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// A folder of numbered snapshots, of which the last few are kept. A snapshot is written under a temporary name and renamed
/// when it is complete, so that it is never incomplete for another process or after a crash. Only the owner of the folder changes
/// it, and only what a store has made: folders of other names are left alone.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="report">Receives a line for each snapshot that cannot be used.</param>
/// <param name="keptCount">Number of snapshots that are kept.</param>
/// <param name="sources">The questions to read; null for those of the built-in detector.</param>
/// <param name="owner">Decides whether this detector may change the folder; null if it always may.</param>
/// <param name="origin">A folder whose snapshots are read while this one has none; null for none.</param>
internal sealed class SnapshotStore(
    string folder, TimeProvider timeProvider, Action<string> report, int keptCount = SnapshotStore.KeptCount,
    IReadOnlyList<IQuestionSource>? sources = null, FolderLock? owner = null, string? origin = null)
{
    /// <summary>Default number of snapshots that are kept, to return to an earlier one.</summary>
    internal const int KeptCount = 3;

    private const string TemporaryPrefix = ".saving-";

    public string Folder => folder;

    /// <summary>Whether the folder could not be read, which was reported.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Whether this detector may save, or may by now.</summary>
    public bool IsOwner => owner?.TryOwn() != false;

    /// <summary>The number of the newest snapshot; 0 if there is none, or the folder cannot be read.</summary>
    public int LatestNumber
    {
        get
        {
            try
            {
                return List().Select(entry => entry.Number).DefaultIfEmpty(0).Max();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return 0;
            }
        }
    }

    /// <summary>Deletes the temporary folders of processes that ended while they saved.</summary>
    public void DeleteLeftovers()
    {
        foreach (var path in ListTemporary())
        {
            TryDelete(path);
        }
    }

    /// <summary>Saves a snapshot.</summary>
    /// <returns>The folder of the snapshot.</returns>
    /// <exception cref="IOException">The disk or the folder does not allow it, or another detector owns the folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public string Save(Snapshot snapshot)
    {
        // Created separately, so that a failure names this folder.
        Directory.CreateDirectory(folder);
        if (!IsOwner)
        {
            throw new IOException($"{folder} is in use by another detector");
        }

        var temporary = Path.Combine(folder, TemporaryPrefix + Guid.NewGuid());
        Directory.CreateDirectory(temporary);
        try
        {
            SnapshotFormat.Write(temporary, snapshot, timeProvider.GetUtcNow());
            var target = MoveToNextNumber(temporary);
            Prune(snapshot);
            return target;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // Thrown by .NET if the file would exceed a size limit of the process or the file system.
            TryDelete(temporary);
            throw new IOException(exception.Message, exception);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Loads the newest usable snapshot with a trained model. If there is none, loads the one with the most sessions, since
    /// another detector on the same folder may have saved fewer later. Damaged snapshots are renamed and reported.
    /// </summary>
    /// <param name="engine">Makes the network that the weights are loaded into.</param>
    /// <param name="problem">The reason that the newest snapshot, or any other, could not be used; null if all were usable or there is none.</param>
    /// <param name="whyNot">Returns the reason that an undamaged snapshot is not for this detector, or null. Such a snapshot is not changed.</param>
    public Snapshot? Load(INeuralEngine engine, out string? problem, Func<Snapshot, string?>? whyNot = null)
    {
        problem = null;
        string? unsuitable = null;
        Snapshot? collecting = null;
        foreach (var (_, path) in TryList(ref problem).OrderByDescending(entry => entry.Number))
        {
            try
            {
                var snapshot = SnapshotFormat.Read(path, engine, sources);
                if (whyNot?.Invoke(snapshot) is { } reason)
                {
                    unsuitable ??= reason;
                    continue;
                }

                if (snapshot.Model is not null)
                {
                    return snapshot;
                }

                if (collecting is null || snapshot.Corpus!.Count > collecting.Corpus!.Count)
                {
                    collecting = snapshot;
                }
            }
            catch (NewerFormatException exception)
            {
                problem ??= $"{path} was written by a newer version of LogGuard: {exception.Message}";
                report($"{path} was written by a newer version of LogGuard and is left alone: {exception.Message}.");
            }
            catch (InvalidDataException exception)
            {
                problem ??= $"{path} is damaged: {exception.Message}";
                report($"{path} is damaged and {SetAside(path)}: {exception.Message}.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problem ??= $"{path} cannot be read: {exception.Message}";
                report($"{path} cannot be read: {exception.Message}");
            }
        }

        if (unsuitable is not null)
        {
            problem ??= unsuitable;
            report(unsuitable + "; it is left alone, and the detector learns for itself.");
        }

        return collecting;
    }

    /// <summary>The readable snapshots, oldest first. Only reads their manifests.</summary>
    public IReadOnlyList<SnapshotSummary> Summarise()
    {
        string? problem = null;
        var summaries = new List<SnapshotSummary>();
        foreach (var (number, path) in TryList(ref problem).OrderBy(entry => entry.Number))
        {
            if (SnapshotGlance.Summarise(path, number) is { } summary)
            {
                summaries.Add(summary);
            }
        }

        return summaries;
    }

    /// <summary>Reads one snapshot.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="engine">Makes the network that the weights are loaded into.</param>
    /// <param name="problem">The reason that it cannot be used; null if it can.</param>
    public Snapshot? Load(int number, INeuralEngine engine, out string? problem)
    {
        problem = null;
        var path = TryList(ref problem).FirstOrDefault(entry => entry.Number == number).Path;
        if (path is null)
        {
            problem ??= $"there is no snapshot {number} in {folder}";
            return null;
        }

        try
        {
            return SnapshotFormat.Read(path, engine, sources);
        }
        catch (Exception exception) when (exception is InvalidDataException or NewerFormatException or IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be used: {exception.Message}";
            return null;
        }
    }

    private List<(int Number, string Path)> TryList(ref string? problem)
    {
        try
        {
            return List();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{folder} cannot be read: {exception.Message}";
            IsUnreadable = true;
            report(problem);
            return [];
        }
    }

    private List<(int Number, string Path)> List()
    {
        var snapshots = new List<(int Number, string Path)>();
        Add(folder);
        if (snapshots.Count == 0 && origin is not null)
        {
            Add(origin);
        }

        return snapshots;

        void Add(string parent)
        {
            if (!Directory.Exists(parent))
            {
                return;
            }

            foreach (var path in Directory.EnumerateDirectories(parent))
            {
                // Another name, such as "2024", is that of a folder of somebody else.
                var name = Path.GetFileName(path);
                if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && name == NameOf(number))
                {
                    snapshots.Add((number, path));
                }
            }
        }
    }

    private static string NameOf(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    private List<string> ListTemporary()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder, TemporaryPrefix + "*").Where(path => Guid.TryParse(Path.GetFileName(path.AsSpan())[TemporaryPrefix.Length..], out _))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is missing or cannot be read.
            return [];
        }
    }

    private string MoveToNextNumber(string temporary)
    {
        for (var number = List().Select(entry => entry.Number).DefaultIfEmpty(0).Max() + 1; ; number++)
        {
            var target = Path.Combine(folder, NameOf(number));
            try
            {
                Directory.Move(temporary, target);
                return target;
            }
            catch (IOException) when (Directory.Exists(target))
            {
                // Another detector on the same folder took the number, so the next one is tried.
            }
        }
    }

    private void Prune(Snapshot saved)
    {
        var snapshots = List();
        if (snapshots.Count > keptCount)
        {
            var superseded = snapshots
                .Where(entry => SnapshotGlance.IsLike(entry.Path, saved.Detector, saved.Model is not null))
                .OrderByDescending(entry => entry.Number)
                .Skip(keptCount);
            foreach (var (_, path) in superseded)
            {
                TryDelete(path);
            }
        }

        // Leftovers of a crash. Younger folders may be in use by another detector.
        foreach (var path in ListTemporary())
        {
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(path) > TimeSpan.FromDays(1))
            {
                TryDelete(path);
            }
        }
    }

    private string SetAside(string path)
    {
        if (Path.GetDirectoryName(path) != folder || !IsOwner)
        {
            return "left where it is, since another detector owns the folder";
        }

        try
        {
            var target = path + DamagedFile.Suffix;
            TryDelete(target);
            Directory.Move(path, target);
            return $"set aside as {Path.GetFileName(target)}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "left where it is";
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Read-only, or in use by another process. A later save tries again.
        }
    }
}
