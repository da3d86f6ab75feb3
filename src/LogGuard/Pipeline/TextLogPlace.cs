using LogGuard.Learning.Snapshots;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>
/// How far a text log has been read into the queue. Its reader holds <see cref="Gate"/> while it queues an event and moves on, so
/// that whoever holds it knows which events are queued.
/// </summary>
/// <param name="number">Its number among the text logs, from 1.</param>
/// <param name="path">The file.</param>
/// <param name="saved">Where an earlier run stopped; null if it did not read the log.</param>
/// <param name="positions">Saves the position; null if the log is not read in this process.</param>
internal sealed class TextLogPlace(int number, string path, SavedTextLog? saved, PositionStore? positions = null)
{
    private LinePosition _mark;

    // Where the position was asked for.
    private LinePosition _asked;
    private TextPosition? _position;
    private volatile bool _isResumed;

    public object Gate { get; } = new();

    public int Number { get; } = number;

    public string Path { get; } = path;

    /// <summary>Where an earlier run stopped; null if it did not read the log, or the log is read from elsewhere.</summary>
    public SavedTextLog? Saved { get; } = saved;

    /// <summary>Whether reading goes on where the saved sessions stopped.</summary>
    public bool IsResumed
    {
        get => _isResumed;
        set => _isResumed = value;
    }

    /// <summary>The timestamp of the last event, in UTC ticks; 0 before the first. Set while the gate is held.</summary>
    public long LastTimestamp { get; set; } = saved?.LastTimestamp ?? 0;

    /// <summary>Moves on. Called while the gate is held.</summary>
    /// <param name="mark">The end of the events that are queued.</param>
    /// <param name="source">Finds the position, where more than the offset has changed.</param>
    public void MoveTo(LinePosition mark, LineSource source)
    {
        if (_position is null || mark.File != _asked.File || _asked.LineNumber == 0 || _position.HeadLength < TextPosition.HeadLimit || mark.Offset > _position.CheckEnd)
        {
            (_position, _asked) = (source.GetPosition(mark), mark);
        }

        _mark = mark;
    }

    /// <summary>Saves the position up to which the saved sessions hold the log. A later one would lose the events between them.</summary>
    public void SavePosition(SavedTextLog log) => positions?.Save(log.Position);

    /// <summary>The position now; null if the log has none. Called while the gate is held.</summary>
    public SavedTextLog? ToSaved() => _position is null
        ? Saved
        : new SavedTextLog(Path, _mark == _asked ? _position : _position with { Offset = _mark.Offset, LineNumber = _mark.LineNumber }, LastTimestamp);
}
