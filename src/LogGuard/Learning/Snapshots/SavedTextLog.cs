namespace LogGuard.Learning.Snapshots;

/// <summary>A text log that was read when the open sessions were saved.</summary>
/// <param name="Path">The file.</param>
/// <param name="Position">The end of the last event that the sessions contain.</param>
/// <param name="LastTimestamp">The timestamp of that event, in UTC ticks; 0 if it is not known.</param>
internal sealed record SavedTextLog(string Path, TextPosition Position, long LastTimestamp);
