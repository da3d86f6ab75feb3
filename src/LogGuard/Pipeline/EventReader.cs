using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// The one consumer of the queue. Its thread owns all sessions and all model state, so none of them takes a lock.
/// </summary>
internal sealed partial class EventReader
{
    // How often the reader looks up while nothing comes: sessions become idle by the clock on the wall, too.
    private static readonly TimeSpan LookUpInterval = TimeSpan.FromSeconds(1);

    // Events taken from the queue at a time. Between two batches is time for what goes on beside the events.
    private const int BatchSize = 512;

    private readonly AnomalyDetectorOptions _options;
    private readonly EventQueue _queue;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly EventProcessor _processor;
    private readonly DiagnosticLog _diagnostics;
    private readonly LogRecord[] _batch = new LogRecord[BatchSize];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private volatile bool _leavesRest;

    private long _processedAtLookUp;
    private long _lastRecordAt;
    private long _toldDrops;
    private long _toldOverflow;

    public EventReader(
        AnomalyDetectorOptions options, EventQueue queue, LogKeyVocabulary vocabulary, EventProcessor processor, DiagnosticLog diagnostics)
    {
        _options = options;
        _queue = queue;
        _vocabulary = vocabulary;
        _processor = processor;
        _diagnostics = diagnostics;
        _lastRecordAt = options.TimeProvider.GetTimestamp();
        _thread = ReentrancyGuard.Start("LogGuard reader", ThreadPriority.Normal, Run);
    }

    /// <summary>Done when the reader has ended: commands are not worked off any more.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Waits for the reader to end, once the queue is closed.</summary>
    /// <returns>False where time ran out.</returns>
    public bool Join(TimeSpan timeout) => Thread.CurrentThread == _thread || _thread.Join(timeout);

    /// <summary>
    /// Has the reader count what is still queued instead of working it off, so that there is time to judge what is open and
    /// to save. For when the time for a shutdown runs out; any thread may call it.
    /// </summary>
    public void LeaveRest() => _leavesRest = true;

    private void Run()
    {
        while (!_queue.IsFinished)
        {
            var count = 0;
            while (count < BatchSize && _queue.TryRead(out _batch[count]))
            {
                ref var record = ref _batch[count++];
                if (record.PlaceInLine != 0)
                {
                    record = TakeOut(record);
                }
            }

            if (count == 0)
            {
                _queue.WaitToRead(LookUpInterval);
            }

            var batch = _batch.AsSpan(0, count);
            var started = BeginBatch(batch);
            if (!_leavesRest)
            {
                _processor.ResolveKeys(batch);
                LookAhead(batch);
            }

            foreach (ref readonly var record in batch)
            {
                Work(record);
            }

            // Log events are not kept alive by a batch that was worked off.
            batch.Clear();
            EndBatch(started);
            Guard("looking after sessions", LookUp);
        }

        Guard("shutting down", Finish);
        _finished.SetResult();
    }

    private LogRecord TakeOut(in LogRecord record)
    {
        try
        {
            return record.WithOwnLine();
        }
        catch (Exception exception)
        {
            // For want of memory.
            TellFailure("taking a line", exception);
            return record with { Line = null, PlaceInLine = 0 };
        }
    }

    private void LookAhead(ReadOnlySpan<LogRecord> batch)
    {
        try
        {
            _processor.LookAhead(batch);
        }
        catch (Exception exception)
        {
            TellFailure("looking ahead", exception);
        }
    }

    private void Work(in LogRecord record)
    {
        try
        {
            if (record.Key == LogKey.Command)
            {
                _queue.TakeCommand()();
            }
            else if (_leavesRest)
            {
                _processor.Counters.LeftBehind++;
                _processor.LeaveBehind(record);
            }
            else
            {
                _processor.Counters.Processed++;
                _processor.Process(record);
            }
        }
        catch (Exception exception)
        {
            _processor.Counters.Failed++;
            TellFailure("working off an event", exception);
        }

        _processor.CountSessions();
    }

    // Everything that need not be looked at with every event.
    private void LookUp()
    {
        var now = _options.TimeProvider.GetTimestamp();
        if (_processor.Counters.Processed != _processedAtLookUp)
        {
            _processedAtLookUp = _processor.Counters.Processed;
            _lastRecordAt = now;
        }
        else if (_options.TimeProvider.GetElapsedTime(_lastRecordAt, now) is var silence && silence > _options.Session.IdleTimeout)
        {
            // Event time stands still while nothing at all is logged; the clock on the wall does not.
            _processor.EndAll();
            _processor.PassTime(silence);
        }

        _processor.CountSessions();
        _processor.TrainIfEnough();
        _processor.Learning.LearnFeedbackIfDue();
        _processor.Learning.RetrainIfDue(_processor.EventTime);
        _processor.Learning.SaveFeedbackIfDue();
        TellDrops();
        TellOverflow();
    }

    private void TellDrops()
    {
        var dropped = _queue.Dropped;
        if (dropped > _toldDrops)
        {
            _diagnostics.TellRepeated(
                "dropped",
                count => $"{count:N0} events dropped since last told, queue limit {_options.Queue.Limit:N0}; the sessions that they may belong to are not judged there.",
                dropped - _toldDrops);
            _toldDrops = dropped;
        }
    }

    private void TellOverflow()
    {
        var overflow = _vocabulary.OverflowCount;
        if (overflow > _toldOverflow)
        {
            _diagnostics.TellRepeated(
                "vocabulary",
                count => $"the vocabulary is full at {_vocabulary.Limit:N0} templates, and {count:N0} events since last told had others, "
                    + $"as messages built with string interpolation do. The first one: {(_options.Capture.Values == CapturedValues.All ? Wording.Quote(_vocabulary.OverflowExample ?? "") : "(not shown)")}",
                overflow - _toldOverflow);
            _toldOverflow = overflow;
        }
    }

    private void Finish()
    {
        _processor.Finish();
        TellDrops();
        TellOverflow();
    }

    private void Guard(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            TellFailure(what, exception);
        }
    }

    private void TellFailure(string what, Exception exception) => _diagnostics.TellRepeated(
        what + exception.GetType().FullName,
        count => $"{what} failed with {exception.GetType().Name}, {count:N0} times since last told: {exception.Message}");
}
