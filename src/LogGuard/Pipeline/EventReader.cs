using System.Diagnostics;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// The only consumer of the queue. Its thread owns all sessions and all model state, so they need no locks.
/// </summary>
internal sealed class EventReader
{
    // Interval of the periodic work while no events arrive. Sessions also become idle by wall-clock time.
    private static readonly TimeSpan LookUpInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longest time between two turns: a wait that should have ended after <see cref="LookUpInterval"/> took twice as long.</summary>
    internal static readonly TimeSpan LongestTurn = 2 * LookUpInterval;

    // Number of events per batch. Periodic work runs between batches.
    private const int BatchSize = 512;

    private readonly AnomalyDetectorOptions _options;
    private readonly EventQueue _queue;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly EventProcessor _processor;
    private readonly DiagnosticLog _diagnostics;
    private readonly LogRecord[] _batch = new LogRecord[BatchSize];
    private readonly TaskCompletionSource _finished = new();
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
        _thread = ReentrancyGuard.Start("LogGuard reader", ThreadPriority.Normal, Run);
    }

    /// <summary>Receives the duration of batches. Set before the first event.</summary>
    public DetectorMeter? Meter { get; set; }

    /// <summary>Saves the open sessions. Set before the first event; null if they are not saved.</summary>
    public SessionSaver? Saver { get; set; }

    /// <summary>The folder that is saved into; null if there is none. Set before the first event.</summary>
    public FolderLock? Folder { get; set; }

    /// <summary>The last save of the open sessions. Set when the queue is closed.</summary>
    public SessionsSave? LastSave { get; set; }

    /// <summary>Whether the caller runs on the reader's thread.</summary>
    public bool IsCurrentThread => Thread.CurrentThread == _thread;

    /// <summary>
    /// Completes when the reader has ended. It runs no commands after that. Its continuations run on the reader's thread.
    /// </summary>
    public Task Finished => _finished.Task;

    /// <summary>Waits for the reader to end. The queue must be closed.</summary>
    /// <returns>False if the timeout elapsed first.</returns>
    public bool Join(TimeSpan timeout) => IsCurrentThread || _thread.Join(timeout);

    /// <summary>
    /// Makes the reader count the queued events instead of processing them, which leaves time to judge the open sessions and to save.
    /// Used when the shutdown timeout is about to elapse. Any thread may call it.
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
                var isEmpty = _queue.Count == 0;
                _queue.WaitToRead(LookUpInterval);
                if (isEmpty)
                {
                    _processor.Lag.OnIdle();
                }
            }

            _processor.Awake.Turn();
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

            while (_queue.TryTakeDelayed(out var command))
            {
                Guard("running a command", command);
            }

            // Releases the references, so that a processed batch keeps no log events alive.
            batch.Clear();
            EndBatch(started);
            Guard("session maintenance", LookUp);
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
            // TakeOut must not throw, but memory may be exhausted.
            TellFailure("extracting a line", exception);
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
                _processor.ProcessHeld();
                _queue.TakeCommand()();
            }
            else if (!LogKey.IsEvent(record.Key))
            {
                _processor.OnRootActivity(record);
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
            TellFailure("processing an event", exception);
        }

        _processor.CountSessions();
    }

    // The periodic work, which is not needed for every event.
    private void LookUp()
    {
        _processor.MeasureLines(isIdle: _processor.Counters.Processed == _processedAtLookUp);
        _processor.Awake.Turn();
        var now = _processor.Awake.Elapsed;
        if (_processor.Counters.Processed != _processedAtLookUp)
        {
            _processedAtLookUp = _processor.Counters.Processed;
            _lastRecordAt = now;
            _processor.OnEvents();
        }
        else
        {
            // Event time stops while nothing is logged, so idleness is measured by the time for which the process has run.
            var silence = TimeSpan.FromTicks(now - _lastRecordAt);
            if (silence > _options.Session.IdleTimeout)
            {
                _processor.EndAll();
                _processor.PassTime(silence);
            }
            else
            {
                _processor.EndStopped(silence);
            }
        }

        _processor.EndTurn();
        _processor.CountSessions();
        _processor.TrainIfEnough();
        _processor.LearnAnswers();
        _processor.Learning.LearnFeedbackIfDue();
        _processor.Learning.RetrainIfDue(_processor.EventTime);
        _processor.Learning.SaveFeedbackIfDue();
        Saver?.SaveIfDue();
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
                count => $"{Wording.Count(count, "event")} {Wording.Were(count)} dropped since the last report, queue limit {_options.Queue.Limit:N0}; sessions that may have lost an event are not judged at the gap.",
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
                count => $"the vocabulary is full at {_vocabulary.Limit:N0} templates, and {Wording.Count(count, "event")} since the last report had others, "
                    + $"as messages built with string interpolation do. The first one: {(_options.Capture.Values == CapturedValues.All ? Wording.Quote(_vocabulary.OverflowExample ?? "") : "(not shown)")}. "
                    + "They count as one template for each level and category. Raise VocabularyLimit, which takes effect at once, or log templates with placeholders.",
                overflow - _toldOverflow);
            _toldOverflow = overflow;
        }
    }

    // Returns the start time if a listener measures the duration of batches, otherwise 0.
    private long BeginBatch(ReadOnlySpan<LogRecord> batch)
    {
        foreach (ref readonly var record in batch)
        {
            if (LogKey.IsEvent(record.Key))
            {
                _processor.Lag.OnBatch(_queue.Taken - batch.Length, _queue.Taken + _queue.Count);
                return DetectorMeter.IsScoringTimed ? Stopwatch.GetTimestamp() : 0;
            }
        }

        return 0;
    }

    private void EndBatch(long started)
    {
        if (_queue.Count == 0)
        {
            _processor.Lag.OnEmpty();
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

    private void Finish()
    {
        Guard("taking the folder over", () => Folder?.TryOwn());
        _processor.Finish(Saver is { } saver && LastSave is { } save ? () => saver.Copy(save) : null);
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
        count => $"{what} failed with {exception.GetType().Name} {Wording.Times(count)} since the last report: {exception.Message}");
}
