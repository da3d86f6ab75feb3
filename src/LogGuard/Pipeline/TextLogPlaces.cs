using LogGuard.Learning.Snapshots;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>
/// The text logs of which a later run continues. Each has a number by which its sessions are saved. Thread-safe.
/// </summary>
/// <param name="saved">The text logs of the earlier run.</param>
/// <param name="isSaved">Whether the open sessions are saved; if not, each text log saves its own position.</param>
internal sealed class TextLogPlaces(IReadOnlyList<SavedTextLog> saved, Func<bool>? isSaved = null)
{
    private readonly Lock _lock = new();
    private readonly List<TextLogPlace> _places = [.. saved.Select((log, i) => new TextLogPlace(i + 1, log.Path, log))];

    /// <summary>Whether any text log can be continued.</summary>
    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _places.Count > 0;
            }
        }
    }

    /// <summary>Whether the open sessions are saved with the positions of the text logs.</summary>
    public bool IsSaved => isSaved?.Invoke() == true;

    /// <summary>Begins to read a text log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="continues">Whether reading may go on where the earlier run stopped.</param>
    /// <param name="positions">Saves the position.</param>
    public TextLogPlace Open(string path, bool continues, PositionStore positions)
    {
        lock (_lock)
        {
            var known = _places.FindIndex(place => place.Path == path);
            if (known >= 0 && continues)
            {
                // The place where this process stopped reading it, if it did.
                lock (_places[known].Gate)
                {
                    return _places[known] = new TextLogPlace(known + 1, path, _places[known].ToSaved(), positions) { IsResumed = _places[known].IsResumed };
                }
            }

            // Sessions of the number before are not those of this reading.
            _places.Add(new TextLogPlace(_places.Count + 1, path, null, positions));
            return _places[^1];
        }
    }

    /// <summary>Whether the sessions of a text log go on where they were saved.</summary>
    public bool IsResumed(int number)
    {
        lock (_lock)
        {
            return number > 0 && number <= _places.Count && _places[number - 1].IsResumed;
        }
    }

    /// <summary>Saves the positions of a save of the open sessions.</summary>
    public void SavePositions(IReadOnlyList<SavedTextLog> logs)
    {
        for (var i = 0; i < logs.Count; i++)
        {
            TextLogPlace place;
            lock (_lock)
            {
                place = _places[i];
            }

            place.SavePosition(logs[i]);
        }
    }

    /// <summary>Runs an action while no text log queues an event.</summary>
    /// <param name="timeout">How long to wait for those that are queueing one.</param>
    /// <param name="action">Receives the text logs with their present positions.</param>
    /// <returns>False if the timeout elapsed; the action did not run.</returns>
    public bool TryFreeze(TimeSpan timeout, Action<IReadOnlyList<SavedTextLog>> action)
    {
        TextLogPlace[] places;
        lock (_lock)
        {
            places = [.. _places];
        }

        var held = 0;
        try
        {
            while (held < places.Length && Monitor.TryEnter(places[held].Gate, timeout))
            {
                held++;
            }

            if (held < places.Length)
            {
                return false;
            }

            // The numbers of the sessions' text logs are places in this list.
            action([.. places.Select(place => place.ToSaved() ?? new SavedTextLog(
                place.Path, new TextPosition { Offset = 0, LineNumber = 0, HeadLength = 0, HeadHash = 0 }, 0))]);
            return true;
        }
        finally
        {
            while (held > 0)
            {
                Monitor.Exit(places[--held].Gate);
            }
        }
    }
}
