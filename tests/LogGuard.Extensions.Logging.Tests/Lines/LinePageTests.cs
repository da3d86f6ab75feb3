using System.Collections.Concurrent;
using LogGuard.Extensions.Logging.Lines;
using LogGuard.Extensions.Logging.States;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests.Lines;

// Alone: idle pages are counted for the whole process.
[Collection(AloneCollection.Name)]
public class LinePageTests
{
    private static readonly LogCallSite Site = new(
        "Shop.Orders", "Order {Number}", "Shop.Orders: Order {Number}", 0, default, StateShape<Numbered>.Instance, ["Number"], -1, null, "formatter");

    [Fact]
    public void AnEventIsTakenOutAsItWasPutIn()
    {
        var exception = new InvalidOperationException("no stock");
        var page = LinePage<Kept<First>>.OfThread!;

        var place = page.Put(new Kept<First>(7), "0af7651916cd43dd8448eb211c80319c", exception);
        var line = page.TakeOut(place, Site);

        Assert.Equal(("Order {Number}", "Shop.Orders: Order {Number}", "Shop.Orders"), (line.Template, line.KeyText, line.Category));
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", exception), (line.TraceId, line.Exception));
        Assert.Equal(["Number"], line.Names.ToArray());
        Assert.Equal(7, line.NumberAt(0));
    }

    // What is seldom there is seldom written, so it must not be left behind either.
    [Fact]
    public void NothingOfAnEventIsLeftForTheNextInItsPlace()
    {
        var page = Fill<Second>("trace", new InvalidOperationException());
        TakeOut(page);

        var again = LinePage<Kept<Second>>.OfThread!;
        var place = again.Put(new Kept<Second>(1), null, null);
        var line = again.TakeOut(place, Site);

        Assert.Same(page, again);
        Assert.Equal((null, null), (line.TraceId, line.Exception));
    }

    [Fact]
    public void APageIsNotUsedAgainBeforeItsLastEventIsTakenOut()
    {
        var page = Fill<Third>();
        TakeOut(page, LinePage.Size - 1);

        Assert.NotSame(page, LinePage<Kept<Third>>.OfThread);
    }

    // A page that has gone round belongs to whoever takes it next, and not to the thread that filled it, too.
    [Fact]
    public void APageThatWasTakenOutIsOneThreadsOnly()
    {
        var page = Fill<Fourth>();
        TakeOut(page);

        LinePage? others = null;
        var thread = new Thread(() => others = LinePage<Kept<Fourth>>.OfThread);
        thread.Start();
        thread.Join();

        Assert.Same(page, others);
        Assert.NotSame(page, LinePage<Kept<Fourth>>.OfThread);
    }

    [Fact]
    public void APlaceThatIsLetGoIsTheNextEvents()
    {
        var page = LinePage<Kept<Fifth>>.OfThread!;
        var place = 0;
        for (var number = 0; number < LinePage.Size; number++)
        {
            place = page.Put(new Kept<Fifth>(number), null, null);
        }

        page.LetGo(place);

        Assert.Same(page, LinePage<Kept<Fifth>>.OfThread);
        Assert.Equal(place, page.Put(new Kept<Fifth>(99), null, null));
        Assert.Equal(99, page.TakeOut(place, Site).NumberAt(0));
    }

    // As where an application's type logs while it is asked for its hash code.
    [Fact]
    public void APlaceThatIsLetGoAfterALaterOneWasTakenStaysEmpty()
    {
        var page = LinePage<Kept<Sixth>>.OfThread!;
        var early = page.Put(new Kept<Sixth>(1), null, null);
        var late = page.Put(new Kept<Sixth>(2), null, null);

        page.LetGo(early);
        Assert.Equal(late + 1, page.Put(new Kept<Sixth>(3), null, null));
        for (var number = late + 2; number <= LinePage.Size; number++)
        {
            page.Put(new Kept<Sixth>(number), null, null);
        }

        for (var place = late; place <= LinePage.Size; place++)
        {
            page.TakeOut(place, Site);
        }

        Assert.NotSame(page, LinePage<Kept<Sixth>>.OfThread);
    }

    [Fact]
    public void EveryEventOfManyThreadsIsTakenOutOnceByTheReaderOfItsDetector()
    {
        const int Threads = 4;
        const int Each = 40_000;
        using var first = new BlockingCollection<(LinePage Page, int Place)>(1_000);
        using var second = new BlockingCollection<(LinePage Page, int Place)>(1_000);
        var seen = new int[Threads * Each];
        var readers = new[] { first, second }.Select(queue => new Thread(() =>
        {
            foreach (var (page, place) in queue.GetConsumingEnumerable())
            {
                var line = page.TakeOut(place, Site);
                Interlocked.Increment(ref seen[(int)line.NumberAt(0)]);
                EventLineRenderer.Instance.Release(line);
            }
        })).ToList();
        readers.ForEach(reader => reader.Start());
        var let = 0;

        Parallel.For(0, Threads, thread =>
        {
            var random = new Random(thread);
            for (var number = thread * Each; number < (thread + 1) * Each; number++)
            {
                var page = LinePage<Kept<Seventh>>.OfThread!;
                var place = page.Put(new Kept<Seventh>(number), null, null);
                if (random.Next(8) == 0)
                {
                    page.LetGo(place);
                    Interlocked.Increment(ref seen[number]);
                    Interlocked.Increment(ref let);
                }
                else
                {
                    (random.Next(2) == 0 ? first : second).Add((page, place));
                }
            }
        });
        first.CompleteAdding();
        second.CompleteAdding();
        readers.ForEach(reader => reader.Join());

        Assert.All(seen, times => Assert.Equal(1, times));
        Assert.InRange(let, Each / 4, Each);
    }

    [Fact]
    public void AHoardOfOneKindLeavesOthersTheirReserve()
    {
        var hoard = Enumerable.Range(0, LinePage.IdleLimit + LinePage.KindReserve).Select(_ => Fill<Hoarded>()).ToList();
        hoard.ForEach(page => TakeOut(page));
        Assert.InRange(LinePage.IdleCount, LinePage.IdleLimit, LinePage.IdleLimit + LinePage.KindReserve);

        var own = Enumerable.Range(0, LinePage.KindReserve + 1).Select(_ => Fill<Eighth>()).ToList();
        own.ForEach(page => TakeOut(page));

        var again = own.Select(_ => Fill<Eighth>()).ToList();
        Assert.Equal(LinePage.KindReserve, again.Intersect(own).Count());

        // Not left behind for other tests.
        hoard.ForEach(_ => Fill<Hoarded>());
        Assert.InRange(LinePage.IdleCount, 0, LinePage.IdleLimit / 2);
    }

    [Fact]
    public void AThreadHasPagesOfSoManyKindsAndLogsOnWithoutMore()
    {
        using var log = new ShopLog();
        var (begun, isTaken) = (0, false);
        var thread = new Thread(() =>
        {
            begun = Begun<First>(LinePage.KindLimit + 10);
            log.Log.LogInformation("Order {OrderId} packed", "A1");
            isTaken = log.Detector.Counters.Received == 1;
        });
        thread.Start();
        thread.Join();

        Assert.Equal((LinePage.KindLimit, true), (begun, isTaken));
    }

    // As many kinds as asked for: of T, of arrays of T, of arrays of those.
    private static int Begun<T>(int kinds) =>
        kinds == 0 ? 0 : (LinePage<Kept<T>>.OfThread is null ? 0 : 1) + Begun<T[]>(kinds - 1);

    private static LinePage<Kept<T>> Fill<T>(string? traceId = null, Exception? exception = null)
    {
        var page = LinePage<Kept<T>>.OfThread!;
        for (var number = 0; number < LinePage.Size; number++)
        {
            page.Put(new Kept<T>(number), traceId, exception);
        }

        return page;
    }

    private static void TakeOut(LinePage page, int count = LinePage.Size)
    {
        for (var place = 1; place <= count; place++)
        {
            page.TakeOut(place, Site);
        }
    }

    // Pages of one kind are shared by all threads of the process, so each test has a kind of its own.
    private readonly struct Kept<T>(int number) : IRetained
    {
        public void MoveTo(EventLine line, LogCallSite site) => line.KeepValues(site.Names, [number]);
    }

    private readonly struct Numbered;

    private readonly struct First;

    private readonly struct Second;

    private readonly struct Third;

    private readonly struct Fourth;

    private readonly struct Fifth;

    private readonly struct Sixth;

    private readonly struct Seventh;

    private readonly struct Eighth;

    private readonly struct Hoarded;
}
