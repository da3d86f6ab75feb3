using System.Globalization;
using LogGuard.Alerts;
using LogGuard.Primitives;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// The folder that a detector saves into: <see cref="AnomalyDetectorOptions.ModelPath"/>, or a replica's own folder within it, if
/// another detector has that in use and <see cref="AnomalyDetectorOptions.ReplicaFolders"/> is set.
/// </summary>
internal sealed class ModelFolder
{
    /// <summary>Most detectors of one folder that have a folder of their own.</summary>
    private const int ReplicaLimit = 1_000;

    private ModelFolder(FolderLock folder, string? origin, bool isTaken) => (Lock, Origin, IsTaken) = (folder, origin, isTaken);

    /// <summary>Makes one detector at a time the owner of the folder.</summary>
    public FolderLock Lock { get; }

    /// <summary>The folder.</summary>
    public string Path => Lock.Folder;

    /// <summary>The folder whose model is read while this one has none; null if it is the folder itself.</summary>
    public string? Origin { get; }

    /// <summary>Whether this detector is the owner, so that nobody else saves there.</summary>
    public bool IsTaken { get; }

    /// <summary>Finds the folder, and takes it if it is free.</summary>
    /// <param name="options">The settings, with a folder; the detector's own, which then name the folder that was found.</param>
    /// <param name="report">Receives a line if another detector has the folder in use.</param>
    public static ModelFolder Take(AnomalyDetectorOptions options, Action<string> report)
    {
        var folder = options.ModelPath!;
        var replicas = options.ReplicaFolders;
        var own = new FolderLock(folder, replicas ? static _ => { } : report);
        if (own.TryOwn(creates: replicas) || !replicas)
        {
            return new ModelFolder(own, origin: null, own.IsHeld);
        }

        own.Dispose();
        for (var number = 2; number <= ReplicaLimit; number++)
        {
            var path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"replica-{number}"));
            var replica = new FolderLock(path, static _ => { });
            if (replica.TryOwn(creates: true))
            {
                report($"{folder} is in use by another detector: this one saves into {path}.");
                CopySuppressions(folder, path);
                options.ModelPath = path;
                return new ModelFolder(replica, folder, replica.IsHeld);
            }

            replica.Dispose();
        }

        return new ModelFolder(new FolderLock(folder, report), origin: null, isTaken: false);
    }

    // The replica begins with the suppressions of the other detector, as with its model.
    private static void CopySuppressions(string from, string to)
    {
        try
        {
            var (source, target) = (System.IO.Path.Combine(from, SuppressionStore.Name), System.IO.Path.Combine(to, SuppressionStore.Name));
            if (File.Exists(source) && !File.Exists(target))
            {
                var bytes = RegularFile.Read(source, SuppressionStore.SizeLimit);
                AtomicFile.Write(target, file => file.Write(bytes));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The suppressions can be set again.
        }
    }
}
