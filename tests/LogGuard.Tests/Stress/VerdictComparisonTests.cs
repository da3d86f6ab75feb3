using LogGuard.Alerts;
using LogGuard.Sequences;
using LogGuard.Stress.Load;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Stress;

public class VerdictComparisonTests
{
    private static readonly OrderWorkflow Workflow = new(1);

    private readonly VerdictBook _loaded = new(10_000);
    private readonly VerdictBook _quiet = new(10_000);

    [Fact]
    public void EqualVerdictsDoNotDiffer()
    {
        var index = Order(OrderFault.RetryStorm);
        End(_loaded, index, 4);
        End(_quiet, index, 4);

        var comparison = Compare();

        Assert.Equal((1, 1, 0, 1), (comparison.Compared, comparison.ValuesCompared, comparison.Differing, comparison.Planted));
        Assert.Equal(0, comparison.Missed.Sum());
    }

    [Fact]
    public void AnotherPositionIsAnotherVerdict()
    {
        var index = Order(OrderFault.RetryStorm);
        End(_loaded, index, 4);
        End(_quiet, index, 5);

        Assert.Equal(1, Compare().Differing);
    }

    [Fact]
    public void AnAnomalyThatOnlyOneRunHasDiffers()
    {
        var index = Order(OrderFault.None);
        End(_loaded, index, 4);
        End(_quiet, index);

        var comparison = Compare();

        Assert.Equal((1, 1), (comparison.Differing, comparison.FalseAlarms));
    }

    [Fact]
    public void AHoleExcusesTheOrderAndMissingValuesOnlyItsValues()
    {
        var (hole, values) = (Order(OrderFault.None), Order(OrderFault.None));
        var session = SessionOf(hole);
        session.MarkHole(1);
        ((ISessionObserver)_loaded).OnEnd(EndOf(session));
        End(_quiet, hole, 4);
        session = SessionOf(values);
        session.MissesValues = true;
        ((ISessionObserver)_loaded).OnEnd(EndOf(session));
        End(_quiet, values);
        ((ISessionObserver)_quiet).OnAnomaly(SessionOf(values).Id, Unusual());

        var comparison = Compare();

        Assert.Equal((1, 1, 0, 0), (comparison.Holes, comparison.Compared, comparison.ValuesCompared, comparison.Differing));
    }

    [Fact]
    public void AValueThatOnlyQuietFindsDiffersWhereValuesWereJudged()
    {
        var index = Order(OrderFault.None);
        End(_loaded, index);
        ((ISessionObserver)_quiet).OnAnomaly(SessionOf(index).Id, Unusual());
        End(_quiet, index);

        Assert.Equal(1, Compare().Differing);
    }

    [Fact]
    public void APlantedOrderInWhichNothingIsFoundIsMissed()
    {
        var index = Order(OrderFault.CutShort);
        End(_loaded, index);
        End(_quiet, index);

        Assert.Equal(1, Compare().Missed[(int)OrderFault.CutShort]);
    }

    [Fact]
    public void OrdersOfWhichNothingWasSaidAndTornOnesAreCounted()
    {
        Order(OrderFault.None);
        Assert.True(_loaded.TryBegin(1, out var torn));
        _loaded.Tear(torn);

        var comparison = Compare();

        Assert.Equal((0, 1, 1), (comparison.Compared, comparison.Unreported, comparison.Torn));
    }

    [Fact]
    public void AFullBookTakesNoMoreOrders()
    {
        var book = new VerdictBook(1);

        Assert.True(book.TryBegin(1, out var index));
        Assert.False(book.TryBegin(1, out _));
        Assert.False(book.TryBegin(1, out _));
        Assert.Equal((0, 1), (index, book.Count));
    }

    // The next order of the seed with such a fault; those before it stay unfinished.
    private int Order(OrderFault fault)
    {
        while (_loaded.TryBegin(1, out var index))
        {
            if (Workflow.Fill(OrderWorkflow.FirstFault + index, []) == fault)
            {
                _loaded.Finish(index, VerdictBook.NeverSetBack);
                return index;
            }
        }

        throw new InvalidOperationException("no such order");
    }

    private VerdictComparison Compare() => VerdictComparison.Of(_loaded, _quiet, Workflow);

    private static void End(VerdictBook book, int index, params long[] anomalies)
    {
        var session = SessionOf(index);
        foreach (var position in anomalies)
        {
            ((ISessionObserver)book).OnAnomaly(session.Id, PipelineLog.Anomaly(position));
        }

        ((ISessionObserver)book).OnEnd(EndOf(session));
    }

    private static EndedSession EndOf(Session session) =>
        new(session.Id, session.Length, session.RaisedCount, session.HasHole, session.MissesValues);

    private static Anomaly Unusual() => PipelineLog.Anomaly(3) with
    {
        UnusualValue = new UnusualValue { Name = "Amount", Value = 1000, Confidence = 0.999 },
    };

    private static Session SessionOf(int index)
    {
        var session = new Session(4);
        session.Open(SessionId.From(OrderWorkflow.FirstFault + index), collects: false);
        return session;
    }
}
