using LogGuard.Neural;

namespace LogGuard.Learning.Snapshots;

/// <summary>Looking through the snapshots that are there, and returning to one.</summary>
internal sealed partial class SnapshotStore
{
    /// <summary>The snapshots that can be read, oldest first. Reads their manifests only.</summary>
    public IReadOnlyList<SnapshotSummary> Summarise()
    {
        string? problem = null;
        var summaries = new List<SnapshotSummary>();
        foreach (var (number, path) in TryList(ref problem).OrderBy(entry => entry.Number))
        {
            if (SnapshotFormat.Summarise(path, number) is { } summary)
            {
                summaries.Add(summary);
            }
        }

        return summaries;
    }

    /// <summary>Reads one snapshot.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="engine">Makes the network that the weights go into.</param>
    /// <param name="problem">Why it cannot be used; null where it can.</param>
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
            return SnapshotFormat.Read(path, engine);
        }
        catch (Exception exception) when (exception is InvalidDataException or NewerFormatException or IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be used: {exception.Message}";
            return null;
        }
    }
}
