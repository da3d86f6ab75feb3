using System.Runtime.InteropServices;

namespace LogGuard.Sequences;

/// <summary>Saves and restores an open session.</summary>
internal sealed partial class Session
{
    /// <summary>A <see cref="RestoredFrom"/> of sessions that an application in the earlier process logged.</summary>
    public const int RestoredInProcess = -1;

    // Used for one session after the other.
    [ThreadStatic]
    private static List<int>? _countedKeys;

    /// <summary>Writes the session in the form that <see cref="SavedSession.Read"/> reads.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="textLog">Number of its text log; 0 if it has none.</param>
    /// <param name="passedTime">The present <see cref="SessionTracker.PassedTime"/>.</param>
    /// <param name="hasHole">Whether an event was dropped after its last one.</param>
    /// <param name="savesKeys">Whether its collected keys are saved, too.</param>
    public void Save(BinaryWriter writer, int textLog, long passedTime, bool hasHole, bool savesKeys)
    {
        var collects = savesKeys && _keys is not null && !(hasHole && !Id.IsStream);
        writer.Write(Id.IsStream ? "" : Id.ToString());
        writer.Write((int)(
            (HasHole || hasHole ? SessionFlags.HasHole : 0) | (MissesValues ? SessionFlags.MissesValues : 0)
            | (IsReopened ? SessionFlags.IsReopened : 0) | (HasJump ? SessionFlags.HasJump : 0)
            | (IsContinued || (collects && hasHole) ? SessionFlags.IsContinued : 0) | (collects ? SessionFlags.IsCollecting : 0) | _history.Flags(hasHole)));
        writer.Write7BitEncodedInt(textLog);
        writer.Write7BitEncodedInt64(Length);
        writer.Write7BitEncodedInt64(Math.Max(0, passedTime - LastActivity));
        writer.Write7BitEncodedInt64(hasHole ? Length + _window.Length : JudgedFrom);
        writer.Write7BitEncodedInt(RaisedCount);
        writer.Write7BitEncodedInt(OpenedAlerts);
        writer.Write7BitEncodedInt(AlertRank);
        writer.Write7BitEncodedInt(AnomalyCount);
        writer.Write7BitEncodedInt(AnnouncementCount);
        writer.Write7BitEncodedInt(AnomaliesBeforePart);
        writer.Write7BitEncodedInt64(Number);
        writer.Write(_past.Counts);
        writer.Write(_past.Steps);
        writer.Write7BitEncodedInt(_lastKey);
        writer.Write7BitEncodedInt((int)_lastSeverity);
        writer.Write(Math.Max(0, LastTimestamp));
        WriteKeys(writer, Window[(Window.LastIndexOf(Boundary.Start) + 1)..]);
        WriteCounts(writer);
        _history.Save(writer, hasHole);
        if (collects)
        {
            WriteKeys(writer, hasHole ? [] : CollectionsMarshal.AsSpan(_keys));
        }
    }

    /// <summary>Continues a saved session. It must have been opened with its id.</summary>
    /// <param name="saved">The session.</param>
    public void Restore(SavedSession saved)
    {
        Length = saved.Length;
        (HasHole, MissesValues, IsContinued) = (
            saved.Flags.HasFlag(SessionFlags.HasHole), saved.Flags.HasFlag(SessionFlags.MissesValues), saved.Flags.HasFlag(SessionFlags.IsContinued));
        (IsReopened, HasJump) = (saved.Flags.HasFlag(SessionFlags.IsReopened), saved.Flags.HasFlag(SessionFlags.HasJump));
        JudgedFrom = saved.JudgedFrom;
        (RaisedCount, OpenedAlerts, AlertRank, AnomalyCount) = (saved.RaisedCount, saved.OpenedAlerts, saved.AlertRank, saved.AnomalyCount);
        (AnnouncementCount, AnomaliesBeforePart, Number) = (saved.AnnouncementCount, saved.AnomaliesBeforePart, saved.Number);
        _past = saved.Past;
        SetLast(new LogRecord(saved.LastKey, saved.LastSeverity, 0, Id, saved.LastTimestamp, Line: null, Renderer: null));
        var known = Math.Min(saved.Window.Length, _window.Length);
        saved.Window.AsSpan(saved.Window.Length - known).CopyTo(_window.AsSpan(_window.Length - known));
        if (known < _window.Length && known < Length)
        {
            // The window was shorter when the session was saved.
            JudgedFrom = Math.Max(JudgedFrom, Length + _window.Length - known);
        }

        foreach (var (key, count) in saved.Counts)
        {
            Counts.Set(key, count);
        }

        _history.Restore(saved);
        _keys = saved.Keys is null ? null : [.. saved.Keys];
        MissesLevels = true;
        RestoredFrom = saved.TextLog == 0 ? RestoredInProcess : saved.TextLog;
    }

    private void WriteCounts(BinaryWriter writer)
    {
        var keys = _countedKeys ??= [];
        keys.Clear();
        Counts.CopyKeysTo(keys);
        writer.Write7BitEncodedInt(keys.Count);
        foreach (var key in keys)
        {
            writer.Write7BitEncodedInt(key);
            writer.Write7BitEncodedInt(Counts[key]);
        }
    }

    private static void WriteKeys(BinaryWriter writer, ReadOnlySpan<int> keys)
    {
        writer.Write7BitEncodedInt(keys.Length);
        foreach (var key in keys)
        {
            writer.Write7BitEncodedInt(key);
        }
    }
}
