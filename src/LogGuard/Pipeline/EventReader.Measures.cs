using System.Diagnostics;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>What is measured of the reader: once in a batch, so that events cost nothing.</summary>
internal sealed partial class EventReader
{
    /// <summary>Receives the time that batches take; set before the first event comes.</summary>
    public DetectorMeter? Meter { get; set; }

    // A timestamp where somebody wants to know how long the batch takes.
    private long BeginBatch(ReadOnlySpan<LogRecord> batch)
    {
        foreach (ref readonly var record in batch)
        {
            if (record.Key != LogKey.Command)
            {
                _processor.Counters.WorkedOnTimestamp = record.Timestamp;
                return DetectorMeter.IsScoringTimed ? Stopwatch.GetTimestamp() : 0;
            }
        }

        return 0;
    }

    private void EndBatch(long started)
    {
        if (_queue.Count == 0)
        {
            _processor.Counters.WorkedOnTimestamp = 0;
        }

        if (started != 0)
        {
            try
            {
                Meter?.RecordScoring(Stopwatch.GetElapsedTime(started));
            }
            catch (Exception exception)
            {
                TellFailure("measuring", exception);
            }
        }
    }
}
