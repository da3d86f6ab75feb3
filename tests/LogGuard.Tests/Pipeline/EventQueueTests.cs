using System.Runtime.CompilerServices;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class EventQueueTests
{
    [Fact]
    public void AFullQueueDropsTheNewestEventAndCountsIt()
    {
        var queue = Queue(limit: 2);

        Assert.True(queue.Add(PipelineLog.Record(key: 1)));
        Assert.True(queue.Add(PipelineLog.Record(key: 2)));
        Assert.False(queue.Add(PipelineLog.Record(key: 3)));

        Assert.Equal(1, queue.Dropped);
        Assert.Equal([1, 2], Drain(queue).Select(record => record.Key));
    }

    [Fact]
    public void ThereIsRoomAgainOnceAnEventIsRead()
    {
        var queue = Queue(limit: 2);
        queue.Add(PipelineLog.Record(key: 1));
        queue.Add(PipelineLog.Record(key: 2));

        Assert.True(queue.TryRead(out _));

        Assert.True(queue.Add(PipelineLog.Record(key: 3)));
        Assert.Equal(0, queue.Dropped);
    }

    [Fact]
    public void ADropStampsTheEventsThatFollowInItsSession()
    {
        var queue = Queue(limit: 2);
        queue.Add(PipelineLog.Record("hit"));
        queue.Add(PipelineLog.Record("hit"));
        queue.Add(PipelineLog.Record("hit"));
        var before = Drain(queue);

        queue.Add(PipelineLog.Record("hit"));

        Assert.All(before, record => Assert.Equal(0, record.DropStamp));
        Assert.Equal(1, Assert.Single(Drain(queue)).DropStamp);
        Assert.Equal(1, queue.StampOf(SessionId.From("hit")));
    }

    [Fact]
    public void WhatIsDroppedBeforehandIsDroppedAsAnyOther()
    {
        var queue = Queue(limit: 2);
        var session = SessionId.From("hit");
        Assert.False(queue.TryDrop(session));
        queue.Add(PipelineLog.Record("hit"));
        queue.Add(PipelineLog.Record("hit"));

        // Nobody knows yet that it is full.
        Assert.False(queue.TryDrop(session));
        Assert.False(queue.Add(PipelineLog.Record("hit")));
        Assert.True(queue.TryDrop(session));

        Assert.Equal((2, 2), (queue.Dropped, queue.StampOf(session)));
        Drain(queue);
        Assert.False(queue.TryDrop(session));
    }

    [Fact]
    public void AQueueThatWaitsOrIsClosedDropsNothingBeforehand()
    {
        var waiting = Queue(limit: 2, QueueFullMode.Wait);
        waiting.Add(PipelineLog.Record("hit"));
        waiting.Add(PipelineLog.Record("hit"));
        Assert.False(waiting.TryDrop(SessionId.From("hit")));

        var closed = QueueThatDropped();
        closed.Close();
        var dropped = closed.Dropped;
        Assert.False(closed.TryDrop(SessionId.From("hit")));
        Assert.Equal(dropped, closed.Dropped);
    }

    [Fact]
    public void ADropLeavesSessionsOfOtherSlotsAlone()
    {
        var queue = Queue(limit: 2);
        var hit = SessionId.From(0);
        var spared = SessionId.From(1);
        Assert.NotEqual(EventQueue.Slot(hit), EventQueue.Slot(spared));

        for (var i = 0; i < 3; i++)
        {
            queue.Add(PipelineLog.Record(0));
        }

        Drain(queue);
        queue.Add(PipelineLog.Record(1));

        Assert.Equal(0, queue.StampOf(spared));
        Assert.Equal(0, Assert.Single(Drain(queue)).DropStamp);
    }

    [Fact]
    public async Task AWaitingQueueLosesNothingUnderEightThreads()
    {
        const int Threads = 8;
        const int Each = 2_000;
        var queue = Queue(limit: 2, QueueFullMode.Wait);
        var writers = Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => Assert.All(Enumerable.Range(1, Each), number => Assert.True(queue.Add(PipelineLog.Record(thread, number)))),
            TaskCreationOptions.LongRunning)).ToArray();

        var last = new int[Threads];
        for (var read = 0; read < Threads * Each; read++)
        {
            LogRecord record;
            while (!queue.TryRead(out record))
            {
                queue.WaitToRead(PipelineLog.Patience);
            }

            // Each thread's events stay in their order.
            var thread = int.Parse(record.Session.ToString());
            Assert.Equal(++last[thread], record.Key);
        }

        await Task.WhenAll(writers).WaitAsync(PipelineLog.Patience);
        Assert.All(last, count => Assert.Equal(Each, count));
        Assert.Equal(0, queue.Dropped);
        Assert.False(queue.TryRead(out _));
    }

    [Fact]
    public async Task AWaitingQueueLetsItsWritersGoWhenItCloses()
    {
        var queue = Queue(limit: 2, QueueFullMode.Wait);
        queue.Add(PipelineLog.Record());
        queue.Add(PipelineLog.Record());
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = Task.Run(() =>
        {
            entered.SetResult();
            return queue.Add(PipelineLog.Record());
        });
        await entered.Task;
        Assert.False(writer.IsCompleted);

        queue.Close();

        Assert.False(await writer.WaitAsync(PipelineLog.Patience));
        Assert.Equal(2, Drain(queue).Count);
    }

    [Fact]
    public void ACommandComesBehindTheEventsTakenBeforeAndAheadOfThoseAfter()
    {
        var queue = Queue(limit: 8);
        queue.Add(PipelineLog.Record(key: 1));
        queue.Post(() => { });
        queue.Add(PipelineLog.Record(key: 2));

        Assert.Equal([1, LogKey.Command, 2], Drain(queue).Select(record => record.Key));
    }

    [Fact]
    public void ACommandToAFullQueueNeitherWaitsNorIsDropped()
    {
        var queue = Queue(limit: 2);
        var ran = new List<int>();
        queue.Add(PipelineLog.Record());
        queue.Add(PipelineLog.Record());

        Assert.True(queue.Post(() => ran.Add(1)));

        Assert.False(queue.TryTakeDelayed(out _));
        queue.TryRead(out _);
        Assert.False(queue.TryTakeDelayed(out _));
        queue.TryRead(out _);
        Assert.True(queue.TryTakeDelayed(out var command));
        command();
        Assert.False(queue.TryTakeDelayed(out _));
        Assert.Equal([1], ran);
        Assert.Equal((0, 2), (queue.Dropped, queue.Accepted));
    }

    [Fact]
    public void ACommandDoesNotOvertakeOneThatFoundTheQueueFull()
    {
        var queue = Queue(limit: 2);
        var ran = new List<int>();
        queue.Add(PipelineLog.Record());
        queue.Add(PipelineLog.Record());
        queue.Post(() => ran.Add(1));
        queue.TryRead(out _);

        // There is room again.
        queue.Post(() => ran.Add(2));
        Assert.Equal(1, Assert.Single(Drain(queue)).Key);
        while (queue.TryTakeDelayed(out var command))
        {
            command();
        }

        Assert.Equal([1, 2], ran);
    }

    [Fact]
    public void AQueueIsNotFinishedWhileACommandIsLeft()
    {
        var queue = Queue(limit: 2);
        queue.Add(PipelineLog.Record());
        queue.Add(PipelineLog.Record());
        queue.Post(() => { });
        queue.Close();
        Drain(queue);

        Assert.False(queue.IsFinished);
        Assert.True(queue.TryTakeDelayed(out _));
        Assert.True(queue.IsFinished);
    }

    [Fact]
    public void CommandsAreTakenInTheOrderOfTheirRecords()
    {
        var queue = Queue(limit: 8);
        var ran = new List<int>();
        queue.Post(() => ran.Add(1));
        queue.Add(PipelineLog.Record(key: 5));
        queue.Post(() => ran.Add(2));

        Assert.Equal([LogKey.Command, 5, LogKey.Command], Drain(queue).Select(record => record.Key));
        queue.TakeCommand()();
        queue.TakeCommand()();

        Assert.Equal([1, 2], ran);
        Assert.Equal(1, queue.Accepted);
    }

    [Fact]
    public void AClosedQueueTakesNothingAndGivesWhatItHas()
    {
        var queue = Queue(limit: 8);
        queue.Add(PipelineLog.Record(key: 1));

        queue.Close();

        Assert.False(queue.IsFinished);
        Assert.False(queue.Add(PipelineLog.Record(key: 2)));
        Assert.False(queue.Post(() => { }));
        Assert.Equal(1, Assert.Single(Drain(queue)).Key);
        Assert.True(queue.IsFinished);
    }

    [Fact]
    public void WhatComesAfterTheCloseIsCountedAsLate()
    {
        var queue = Queue(limit: 2);
        queue.Add(PipelineLog.Record());
        queue.Close();

        queue.Add(PipelineLog.Record());
        queue.Add(PipelineLog.Record());

        Assert.Equal((1, 0, 2), (queue.Accepted, queue.Dropped, queue.Late));
    }

    // A thread that looked before the queue was closed may claim a place behind the reader's last look.
    [Fact]
    public void NothingIsTakenBehindTheReadersLastLook()
    {
        var queue = QueueThatDropped();
        var before = queue.Accepted;
        var isFinished = false;
        var session = new Interloper(() =>
        {
            queue.Close();
            isFinished = queue.IsFinished;
        });

        var isTaken = queue.Add(PipelineLog.Record(session));

        Assert.True(isFinished);
        Assert.False(isTaken);
        Assert.Equal((before, 1, 1), (queue.Accepted, queue.Dropped, queue.Late));
    }

    [Fact]
    public void WhatIsTakenBeforeTheReadersLastLookIsRead()
    {
        var queue = QueueThatDropped();
        var before = queue.Accepted;

        Assert.True(queue.Add(PipelineLog.Record(new Interloper(queue.Close))));

        Assert.False(queue.IsFinished);
        Assert.Single(Drain(queue));
        Assert.True(queue.IsFinished);
        Assert.Equal((before + 1, 0), (queue.Accepted, queue.Late));
    }

    [Fact]
    public void AWaitThatRanOutIsGoneOnWith()
    {
        var queue = Queue(limit: 8);

        queue.WaitToRead(TimeSpan.Zero);
        queue.WaitToRead(TimeSpan.Zero);
        queue.Add(PipelineLog.Record());
        queue.WaitToRead(PipelineLog.Patience);

        Assert.True(queue.TryRead(out _));
    }

    [Fact]
    public void AFullerQueueLeavesTheLinesToTheirDoors()
    {
        var queue = Queue(limit: 10_000);
        var line = new object();
        var record = PipelineLog.Record() with { Line = line, PlaceInLine = 3 };
        var withLines = 0;
        while (queue.Add(record, out var leavesLine) && !leavesLine)
        {
            withLines++;
        }

        Assert.InRange(withLines, 1_024, 2_048);
        var records = Drain(queue);
        Assert.All(records[..withLines], taken => Assert.Equal((line, 3), (taken.Line, taken.PlaceInLine)));
        Assert.Equal((null, 0), (records[^1].Line, records[^1].PlaceInLine));
        Assert.Equal(withLines + 1, records.Count);
    }

    // From its first drop on it asks for the hash code of a session, behind its look whether it is closed. There is a place
    // left in its last segment, which is claimed without a further look.
    private static EventQueue QueueThatDropped()
    {
        var queue = Queue(limit: 1_024);
        while (queue.Dropped == 0)
        {
            queue.Add(PipelineLog.Record());
        }

        Drain(queue);
        Assert.True(queue.Add(PipelineLog.Record()));
        Drain(queue);
        return queue;
    }

    private static EventQueue Queue(int limit, QueueFullMode whenFull = QueueFullMode.DropNewest) =>
        new(new QueueOptions { Limit = limit, WhenFull = whenFull });

    private static List<LogRecord> Drain(EventQueue queue)
    {
        var records = new List<LogRecord>();
        while (queue.TryRead(out var record))
        {
            records.Add(record);
        }

        return records;
    }

    private readonly struct Interloper(Action onHash) : ISpanFormattable
    {
        private readonly StrongBox<int> _asked = new();

        public string ToString(string? format, IFormatProvider? formatProvider) => "interloper";

        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            if (Interlocked.Increment(ref _asked.Value) == 1)
            {
                onHash();
            }

            charsWritten = 0;
            return true;
        }
    }
}
