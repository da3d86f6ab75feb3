using System.Globalization;
using System.Runtime.InteropServices;
using LogGuard.Primitives;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// Stores the open sessions beside the snapshots: <c>open-sessions.bin</c>, replaced by an atomic rename, and
/// <c>delivered-N.bin</c>, to which each delivered anomaly is appended, so that it is not delivered again when its line is read
/// again after a crash. Failures are reported as diagnostic messages only.
/// </summary>
/// <param name="folder">The folder of the snapshots.</param>
/// <param name="report">Receives messages about failures.</param>
/// <param name="owner">Decides whether this detector may change the folder; null if it always may.</param>
internal sealed class SessionStore(string folder, Action<string> report, FolderLock? owner = null)
{
    internal const string Name = "open-sessions.bin";

    /// <summary>Most reports that are stored between two saves: 16 MB. Later ones may be delivered twice after a crash.</summary>
    internal const int ReportLimit = 1_000_000;

    private const string ReportsPrefix = "delivered-";
    private const string ReportsSuffix = ".bin";

    private readonly string _path = Path.Combine(folder, Name);
    private bool _hasFailed;

    /// <summary>Whether this detector may save, or may by now.</summary>
    public bool IsOwner => owner?.TryOwn() != false;

    /// <summary>Whether there are saved sessions.</summary>
    public bool Exists => File.Exists(_path);

    /// <summary>Loads the sessions. A damaged file is renamed and reported.</summary>
    /// <returns>Null if there are none, or they are another detector's.</returns>
    public SavedSessions? Load()
    {
        try
        {
            return IsOwner && File.Exists(_path) ? OpenSessionsFile.Read(RegularFile.Read(_path, OpenSessionsFile.SizeLimit)) : null;
        }
        catch (InvalidDataException exception)
        {
            report($"{_path} is damaged and {DamagedFile.SetAside(_path)}; the open sessions of the last run are not continued: {exception.Message}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report($"{_path} cannot be read; the open sessions of the last run are not continued: {exception.Message}");
        }

        return null;
    }

    /// <summary>Saves the sessions.</summary>
    /// <returns>Whether they are on the disk.</returns>
    public bool Save(SessionsSave save)
    {
        if (!IsOwner)
        {
            return false;
        }

        try
        {
            AtomicFile.Write(_path, stream => OpenSessionsFile.Write(stream, save));
            _hasFailed = false;
            DeleteReportsBefore(save.Number);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(_path, exception);
            return false;
        }
    }

    /// <summary>Number of the latest file of reports; 0 if there is none.</summary>
    public int LastReportsNumber => ListReports().Select(entry => entry.Number).DefaultIfEmpty(0).Max();

    /// <summary>The reports that were delivered since a save.</summary>
    public IReadOnlyList<DeliveredReport> LoadReports(int number)
    {
        var reports = new List<DeliveredReport>();
        foreach (var (_, path) in ListReports().Where(entry => entry.Number >= number))
        {
            try
            {
                // The last one may be incomplete.
                var bytes = RegularFile.Read(path, (long)ReportLimit * DeliveredReport.Size);
                reports.AddRange(MemoryMarshal.Cast<byte, DeliveredReport>(bytes.AsSpan(0, bytes.Length / DeliveredReport.Size * DeliveredReport.Size)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                report($"{path} cannot be read; anomalies may be reported twice: {exception.Message}");
            }
        }

        return reports;
    }

    /// <summary>Creates a file for the reports that are delivered from now on; null if that fails.</summary>
    public FileStream? CreateReports(int number)
    {
        var path = PathOf(number);
        if (!IsOwner)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(folder);
            File.Delete(path);
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(path, exception);
            return null;
        }
    }

    /// <summary>Deletes what dead processes left behind. Nobody else may write to the folder meanwhile.</summary>
    public void DeleteLeftovers() => AtomicFile.DeleteLeftovers(_path);

    private void DeleteReportsBefore(int number)
    {
        foreach (var (_, path) in ListReports().Where(entry => entry.Number < number))
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It is deleted after a later save.
            }
        }
    }

    private List<(int Number, string Path)> ListReports()
    {
        var files = new List<(int Number, string Path)>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, ReportsPrefix + "*" + ReportsSuffix))
            {
                if (int.TryParse(Path.GetFileName(path.AsSpan())[ReportsPrefix.Length..^ReportsSuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    files.Add((number, path));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is missing or cannot be read.
        }

        return files;
    }

    private string PathOf(int number) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{ReportsPrefix}{number:D6}{ReportsSuffix}"));

    private void Fail(string path, Exception exception)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            report($"{path} cannot be written; after a restart, open sessions begin in the middle: {exception.Message}");
        }
    }
}
