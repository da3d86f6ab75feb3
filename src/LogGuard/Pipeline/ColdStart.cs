using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Keeps the times of the steps of a process that has just started from being judged: its code is not compiled yet, its caches
/// are empty and its connections are closed. Only applies to events that this process logs now. An event that is dated before
/// the detector was made is replayed, and a text log is another process's. Only the reader uses it.
/// </summary>
internal sealed class ColdStart
{
    private readonly long _start;
    private readonly long _warmAt;
    private readonly int _count;
    private byte[] _occurred = [];

    /// <param name="options">How long and how often times are not judged.</param>
    /// <param name="timeProvider">The clock.</param>
    public ColdStart(ValueOptions options, TimeProvider timeProvider)
    {
        _start = timeProvider.GetUtcNow().UtcTicks;
        _warmAt = _start + options.WarmUpTime.Ticks;
        _count = options.WarmUpCount;
    }

    /// <summary>Whether the times of an event are not judged: the one since the session's previous event, and those that the application measured. Asked once for each event.</summary>
    public bool IsCold(in LogRecord record) => IsLive(record) && IsEarly(record);

    /// <summary>Whether this process logs an event now.</summary>
    public bool IsLive(in LogRecord record) => record.Timestamp >= _start && record.Renderer is not TextLineRenderer;

    private bool IsEarly(in LogRecord record)
    {
        var key = record.Key;
        if (key >= _occurred.Length)
        {
            Array.Resize(ref _occurred, Math.Max(key + 1, 2 * _occurred.Length));
        }

        var isRare = _occurred[key] < _count;
        _occurred[key] += isRare ? (byte)1 : (byte)0;
        return isRare || record.Timestamp < _warmAt;
    }
}
