using System.Collections.Concurrent;
using LogGuard.Extensions.Logging.Lines;

namespace LogGuard.Extensions.Logging.Tests.Lines;

public class LinePoolTests
{
    [Fact]
    public void LinesGoRoundBetweenTheThreadThatTakesThemAndTheOneThatGivesThemBack()
    {
        var pool = new Pool();
        using var used = new BlockingCollection<EventLine>();
        var giver = new Thread(() =>
        {
            foreach (var line in used.GetConsumingEnumerable())
            {
                pool.Return(line);
            }
        });
        giver.Start();

        for (var i = 0; i < 20_000; i++)
        {
            used.Add(pool.Rent());
            Assert.True(SpinWait.SpinUntil(() => used.Count < 32, Shop.Patience));
        }

        used.CompleteAdding();
        giver.Join();

        // Those on their way, and a few bundles on either side.
        Assert.InRange(pool.CreatedCount, 1, 32 + 6 * 16);
    }

    [Fact]
    public void NoLineIsHandedOutTwice()
    {
        var pool = new Pool();
        var passed = new ConcurrentBag<EventLine>();
        var twice = 0;

        Parallel.For(0, 4, seed =>
        {
            var random = new Random(seed);
            var own = new Stack<EventLine>();
            for (var i = 0; i < 50_000; i++)
            {
                switch (random.Next(4))
                {
                    case 0 or 1 when own.Count < 100:
                        var line = pool.Rent();
                        twice += ((Line)line).TryUse() ? 0 : 1;
                        own.Push(line);
                        break;
                    case 2 when own.TryPop(out var mine):
                        passed.Add(mine);
                        break;
                    case 3 when passed.TryTake(out var others):
                        ((Line)others).EndUse();
                        pool.Return(others);
                        break;
                }
            }
        });

        Assert.Equal(0, twice);
        Assert.InRange(LinePool.IdleCount, 0, LinePool.IdleLimit);
    }

    private sealed class Pool : LinePool
    {
        private int _createdCount;

        public int CreatedCount => Volatile.Read(ref _createdCount);

        protected override EventLine Create()
        {
            Interlocked.Increment(ref _createdCount);
            return new Line(this);
        }
    }

    private sealed class Line(LinePool pool) : EventLine(pool, isKept: false)
    {
        private int _users;

        public bool TryUse() => Interlocked.Exchange(ref _users, 1) == 0;

        public void EndUse() => Volatile.Write(ref _users, 0);

        public override void ForgetState()
        {
        }

        protected override double HeldNumberAt(int index, string name) => double.NaN;

        protected override string Format(object formatter) => "";
    }
}
