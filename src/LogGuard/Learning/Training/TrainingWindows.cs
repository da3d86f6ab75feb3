using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Learning.Training;

/// <summary>The windows that a network is trained on, in memory or, if they exceed the limit, in a temporary file.</summary>
internal sealed class TrainingWindows : IDisposable
{
    private readonly WindowSet? _set;
    private readonly WindowFile? _file;
    private readonly WindowBudget _room;

    public TrainingWindows(WindowSet set, WindowBudget room) => (_set, _room) = (set, room);

    /// <param name="file">The windows; disposed of with this object.</param>
    /// <param name="room">The numbers of windows that may be in memory.</param>
    public TrainingWindows(WindowFile file, WindowBudget room) => (_file, _room) = (file, room);

    /// <summary>Whether the windows are in a file, so that other uses of the sessions' windows need a sample.</summary>
    public bool IsOnDisk => _file is not null;

    /// <summary>Whether there are no windows.</summary>
    public bool IsEmpty => (_set?.Count ?? _file!.WindowCount) == 0;

    /// <summary>Returns a feed of the windows. Only one feed of a file may be used at a time.</summary>
    public IWindowFeed Feed(LogKeyTrainingOptions options) => _file is null
        ? new WindowSetFeed(_set!, options.BatchSize, options.Seed, options.CountsRepetitions)
        : new WindowFileFeed(_file, options.BatchSize, options.Seed, _room.PartRows);

    /// <summary>All windows: rows of a window followed by its target, with the number of occurrences. A row is valid until the next one is read.</summary>
    public IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> Rows() => _set?.Rows() ?? _file!.Read();

    /// <summary>The windows to choose rehearsed ones from: all windows in memory, or a sample of those in a file.</summary>
    public WindowSet Rehearsed(int seed, CancellationToken cancellation) =>
        _set ?? WindowSample.Of(_file!.Read(), _file.WindowSize, UpdateBasis.RehearsalLimit, seed, cancellation);

    public void Dispose() => _file?.Dispose();
}
