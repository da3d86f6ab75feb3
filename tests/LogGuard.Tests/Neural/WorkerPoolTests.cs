using LogGuard.Neural;

namespace LogGuard.Tests.Neural;

public class WorkerPoolTests
{
    [Fact]
    public void EachPieceIsDoneOnce()
    {
        var crew = new WorkerPool(threadCount: 3, lowPriority: true);
        for (int round = 0; round < 200; round++)
        {
            var done = new int[round % 17];
            crew.Run(done.Length, (piece, worker) =>
            {
                Assert.InRange(worker, 0, 2);
                Interlocked.Increment(ref done[piece]);
            });

            Assert.All(done, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void NoTwoPiecesAtATimeHaveTheSameWorker()
    {
        var crew = new WorkerPool(threadCount: 4, lowPriority: false);
        var busy = new int[4];

        crew.Run(1000, (_, worker) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref busy[worker]));
            Interlocked.Decrement(ref busy[worker]);
        });
    }

    [Fact]
    public void HelpersDoNotKeepTheProcessAlive()
    {
        var crew = new WorkerPool(threadCount: 2, lowPriority: true);
        using var helped = new ManualResetEventSlim();

        crew.Run(2, (_, worker) =>
        {
            if (worker == 0)
            {
                helped.Wait();
                return;
            }

            helped.Set();
            Assert.True(Thread.CurrentThread.IsBackground);
            Assert.Equal(ThreadPriority.BelowNormal, Thread.CurrentThread.Priority);
        });
    }

    [Fact]
    public void AFailureReachesTheCallerAndTheCrewGoesOn()
    {
        var crew = new WorkerPool(threadCount: 2, lowPriority: false);

        Assert.Throws<InvalidDataException>(() => crew.Run(10, (piece, _) => throw new InvalidDataException($"piece {piece}")));

        int done = 0;
        crew.Run(10, (_, _) => Interlocked.Increment(ref done));
        Assert.Equal(10, done);
    }

    [Fact]
    public void IdleHelpersEndAndAreStartedAgain()
    {
        var crew = new WorkerPool(threadCount: 2, lowPriority: false, idleTimeout: TimeSpan.FromMilliseconds(1));
        for (int round = 0; round < 5; round++)
        {
            int done = 0;
            crew.Run(10, (_, _) => Interlocked.Increment(ref done));
            Assert.Equal(10, done);

            Assert.All(crew.Helpers, helper => helper.Join());

            Assert.Empty(crew.Helpers);
        }
    }
}
