using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Learning.Training;

/// <summary>What a network is trained on: windows in memory, or in a temporary file where memory is not to hold as many.</summary>
internal sealed class TrainingWindows : IDisposable
{
    private readonly WindowSet? _set;
    private readonly WindowFile? _file;
    private readonly WindowRoom _room;

    public TrainingWindows(WindowSet set, WindowRoom room) => (_set, _room) = (set, room);

    /// <param name="file">The windows; this object's to dispose of.</param>
    /// <param name="room">What may be held of them.</param>
    public TrainingWindows(WindowFile file, WindowRoom room) => (_file, _room) = (file, room);

    /// <summary>Whether they are in a file, and all else that is made of the sessions' windows has to do with a sample.</summary>
    public bool IsOnDisk => _file is not null;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => (_set?.Count ?? _file!.WindowCount) == 0;

    /// <summary>Hands them out; of one file one feed at a time.</summary>
    public IWindowFeed Feed(LogKeyTrainingOptions options) => _file is null
        ? new WindowSetFeed(_set!, options.BatchSize, options.Seed, options.CountsRepetitions)
        : new WindowFileFeed(_file, options.BatchSize, options.Seed, _room.PartRows);

    /// <summary>All of them: rows of a window and, last, its target, with how often it occurred; a row is valid until the next is read.</summary>
    public IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> Rows() => _set?.Rows() ?? _file!.Read();

    /// <summary>What to choose rehearsed windows from: all, or as many of those in a file as are rehearsed.</summary>
    public WindowSet Rehearsed(int seed, CancellationToken cancellation) =>
        _set ?? WindowSample.Of(_file!.Read(), _file.WindowSize, UpdateBasis.RehearsalLimit, seed, cancellation);

    public void Dispose() => _file?.Dispose();
}
