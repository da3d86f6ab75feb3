using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

/// <summary>Severe events that find the queue full of harmless ones.</summary>
public class SevereReserveTests
{
    private const int Limit = 8;

    private readonly EventQueue _queue = new(new QueueOptions { Limit = Limit });

    [Theory]
    [InlineData(LogSeverity.Error)]
    [InlineData(LogSeverity.Fatal)]
    public void ASevereEventIsReadWhereItCame(LogSeverity level)
    {
        Fill();
        Assert.True(_queue.TryDrop(SessionId.From("s")));

        Assert.False(_queue.TryDrop(SessionId.From("s"), level));
        Assert.True(_queue.Add(Severe(level, key: 100)));
        Assert.Equal(Limit + 1, _queue.Count);
        Assert.True(_queue.TryRead(out _));
        Assert.True(_queue.Add(PipelineLog.Record(key: 200)));

        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 100, 200], Drain());
        Assert.Equal((Limit + 2, 2, 0), (_queue.Accepted, _queue.Dropped, _queue.Count));
    }

    [Fact]
    public void ErrorsNeverTakeTheRoomOfFatalLines()
    {
        Fill();
        var (dropped, errors, fatal) = (_queue.Dropped, 0, 0);
        for (var i = 0; i < 10 * Limit; i++)
        {
            errors += _queue.Add(Severe(LogSeverity.Error)) ? 1 : 0;
        }

        for (var i = 0; i < 10 * Limit; i++)
        {
            fatal += _queue.Add(Severe(LogSeverity.Fatal)) ? 1 : 0;
        }

        Assert.Equal((Limit, Limit), (errors, fatal));
        Assert.Equal(dropped + (18 * Limit), _queue.Dropped);
        Assert.True(_queue.TryDrop(SessionId.From("s"), LogSeverity.Fatal));
        Assert.Equal(3 * Limit, Drain().Count);
        Assert.Equal(3 * Limit, _queue.Accepted);
    }

    [Fact]
    public void TheReserveIsSmallHoweverLargeTheQueueIs()
    {
        var queue = new EventQueue(new QueueOptions { Limit = 10_000 });
        while (queue.Dropped == 0)
        {
            queue.Add(PipelineLog.Record());
        }

        var count = queue.Count;
        while (queue.Add(Severe(LogSeverity.Fatal)))
        {
        }

        Assert.Equal(count + 128, queue.Count);
    }

    [Fact]
    public void ACommandDoesNotOvertakeIt()
    {
        Fill();
        _queue.Add(Severe(LogSeverity.Fatal, key: 100));
        _queue.Post(() => { });
        for (var i = 0; i < Limit; i++)
        {
            Assert.True(_queue.TryRead(out _));
        }

        Assert.False(_queue.TryTakeDelayed(out _));
        Assert.True(_queue.TryRead(out var record));
        Assert.Equal(100, record.Key);
        Assert.True(_queue.TryTakeDelayed(out _));
    }

    [Fact]
    public void WhatIsInItIsReadAfterTheClose()
    {
        Fill();
        _queue.Add(Severe(LogSeverity.Fatal, key: 100));
        _queue.Close();

        Assert.False(_queue.Add(Severe(LogSeverity.Fatal)));
        Assert.False(_queue.IsFinished);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 100], Drain());
        Assert.True(_queue.IsFinished);
    }

    [Fact]
    public void ItKnowsOfTheDropsBeforeIt()
    {
        Fill();
        _queue.Add(Severe(LogSeverity.Fatal, key: 100) with { Session = SessionId.From("s") });
        var stamp = _queue.StampOf(SessionId.From("s"));
        LogRecord last = default;
        while (_queue.TryRead(out var record))
        {
            last = record;
        }

        Assert.Equal((100, 1, 1), (last.Key, last.DropStamp, stamp));
    }

    [Fact]
    public void AFatalEventInALongQueueKeepsItsLine()
    {
        var queue = new EventQueue(new QueueOptions { Limit = 10_000 });
        var line = new object();
        while (queue.Add(PipelineLog.Record() with { Line = line, PlaceInLine = 3 }, out var leavesLine) && !leavesLine)
        {
        }

        Assert.True(queue.Add(PipelineLog.Record(key: LogKey.Unknown) with { Severity = LogSeverity.Fatal, Line = line, PlaceInLine = 4 }, out var leavesFatal));

        Assert.False(leavesFatal);
        LogRecord last = default;
        while (queue.TryRead(out var record))
        {
            last = record;
        }

        Assert.Equal((line, 4), (last.Line, last.PlaceInLine));
    }

    // One of session "s" is dropped, which finds out that the queue is full.
    private void Fill()
    {
        for (var i = 1; i <= Limit; i++)
        {
            Assert.True(_queue.Add(PipelineLog.Record(key: i)));
        }

        Assert.False(_queue.Add(PipelineLog.Record("s")));
    }

    private List<int> Drain()
    {
        var keys = new List<int>();
        while (_queue.TryRead(out var record))
        {
            keys.Add(record.Key);
        }

        return keys;
    }

    private static LogRecord Severe(LogSeverity level, int key = 1) => PipelineLog.Record(key: key) with { Severity = level };
}
