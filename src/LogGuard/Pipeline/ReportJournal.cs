using LogGuard.Learning.Snapshots;

namespace LogGuard.Pipeline;

/// <summary>
/// Notes each anomaly once it is delivered, so that a later process does not deliver it again when it reads its line again. Only
/// text logs are read again, so nothing is noted without one. Thread-safe.
/// </summary>
/// <param name="store">Stores the notes.</param>
/// <param name="places">The text logs.</param>
/// <param name="number">Number of the first file; higher than that of each file and each save so far.</param>
internal sealed class ReportJournal(SessionStore store, TextLogPlaces places, int number) : IDisposable
{
    private readonly Lock _lock = new();
    private FileStream? _file;
    private int _number = number;
    private int _count;
    private bool _hasFailed;
    private bool _isDisposed;

    /// <summary>Number of the file for reports from now on. Any thread may read it.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>Begins the next file: the reports before it belong to a save of the open sessions.</summary>
    public void Begin(int number)
    {
        lock (_lock)
        {
            Close();
            Volatile.Write(ref _number, number);
            _hasFailed = false;
        }
    }

    /// <summary>Notes an anomaly that was delivered.</summary>
    public void Add(Anomaly anomaly)
    {
        if (!places.Any)
        {
            return;
        }

        lock (_lock)
        {
            if (_hasFailed || _isDisposed || _count == SessionStore.ReportLimit)
            {
                return;
            }

            _file ??= store.CreateReports(_number);
            try
            {
                // Not flushed to the disk: it outlives the process, if not the machine.
                var report = DeliveredReport.Of(anomaly);
                _file?.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<DeliveredReport>(in report)));
                _count++;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
            {
                // Full or gone; the next file tries again. The last is what .NET throws at a limit on the size of files.
                _hasFailed = true;
            }

            _hasFailed |= _file is null;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Close();
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _count = 0;
    }
}
