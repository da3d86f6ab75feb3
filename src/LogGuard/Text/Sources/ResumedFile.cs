namespace LogGuard.Parsing;

/// <summary>The file in which reading goes on.</summary>
/// <param name="File">The file.</param>
/// <param name="IsEarlier">Whether it was rotated: the others follow at once.</param>
/// <param name="IsPlace">Whether it is the file of the saved position.</param>
/// <param name="IsLoss">Whether the file of the saved position is gone, with what it held unread.</param>
internal readonly record struct ResumedFile(LogFile File, bool IsEarlier, bool IsPlace, bool IsLoss = false);
