namespace LogGuard.Learning.Snapshots;

/// <summary>A snapshot was written by a newer version. It is not damaged, so it is left in place.</summary>
internal sealed class NewerFormatException(string message) : Exception(message);
