namespace LogGuard.Learning.Snapshots;

/// <summary>A snapshot was written by a newer version: nothing is wrong with it, so it is left where it is.</summary>
internal sealed class NewerFormatException(string message) : Exception(message);
