namespace LogGuard.Models.Values;

/// <summary>
/// When, and by which process and version, a line was logged. A number that is the same in many lines of one occasion may still
/// differ by day, by process or by version.
/// </summary>
/// <param name="Time">The line's timestamp, in UTC ticks.</param>
/// <param name="Process">A number of the process that logged it; 0 if it is not known, as in a text log.</param>
/// <param name="Version">A number of the application's version; 0 if it is not known.</param>
internal readonly record struct Occasion(long Time, ulong Process = 0, ulong Version = 0)
{
    /// <summary>Number of the day. Local days begin at another hour, and as often.</summary>
    public long Day => Time / TimeSpan.TicksPerDay;
}
