using System.Diagnostics;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>The measurements of the reader, taken once per batch so that single events cost nothing.</summary>
internal sealed partial class EventReader
{
    /// <summary>Receives the duration of batches. Set before the first event.</summary>
    public DetectorMeter? Meter { get; set; }

    // Returns the start time if a listener measures the duration of batches, otherwise 0.
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
                TellFailure("recording a measurement", exception);
            }
        }
    }
}
