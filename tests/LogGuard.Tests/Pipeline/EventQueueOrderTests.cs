using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class EventQueueOrderTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(8192)]
    public async Task EventsOfEachThreadAreReadInTheOrderInWhichItLoggedThem(int limit)
    {
        const int Threads = 4;
        const int Events = 5_000;
        var queue = new EventQueue(new QueueOptions { Limit = limit, WhenFull = QueueFullMode.Wait });

        var writers = Enumerable.Range(1, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var number = 0; number < Events; number++)
                {
                    queue.Add(new LogRecord(thread, default, 0, default, number, null, null));
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        var next = new long[Threads + 1];
        for (var read = 0; read < Threads * Events;)
        {
            if (queue.TryRead(out var record))
            {
                Assert.Equal(next[record.Key]++, record.Timestamp);
                read++;
            }
            else
            {
                queue.WaitToRead(PipelineLog.Patience);
            }
        }

        await Task.WhenAll(writers);
        Assert.Equal(0, queue.Count);
        Assert.Equal(0, queue.Dropped);
    }

    [Fact]
    public async Task WhatOneThreadLogsAfterAnotherIsReadAfterIt()
    {
        var queue = new EventQueue(new QueueOptions());

        for (var number = 0; number < 1_000; number++)
        {
            // As a request does that goes on on another thread behind an await.
            await Task.Run(() => queue.Add(new LogRecord(1, default, 0, default, number, null, null)));
        }

        for (var number = 0; number < 1_000; number++)
        {
            Assert.True(queue.TryRead(out var record));
            Assert.Equal(number, record.Timestamp);
        }
    }
}
