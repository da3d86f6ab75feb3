using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences;

public class LineBudgetTests
{
    private readonly LineBudget _budget = new(limit: 100_000);
    private readonly List<Session> _sessions = [];

    [Fact]
    public void LinesOfAnySizeAreKeptUntilHalfOfTheBudgetIsUsed()
    {
        var large = Keep(40_000);
        var larger = Keep(40_000);

        Assert.NotNull(large.LastRecord.Line);
        Assert.Null(larger.LastRecord.Line);
        Assert.Equal(1, _budget.ReleasedCount);
        Assert.InRange(_budget.Bytes, 40_000, 50_000);
    }

    [Fact]
    public void ALineWithinItsShareAlwaysFindsRoom()
    {
        Keep(45_000);
        var small = Enumerable.Range(0, 100).Select(_ => Keep(200)).ToList();

        Assert.All(small, session => Assert.NotNull(session.LastRecord.Line));
        Assert.InRange(_budget.Bytes, 0, 100_000);
    }

    [Fact]
    public void AReleasedLineMakesRoom()
    {
        var first = Keep(45_000);
        Replace(first, 10);
        _budget.Measure(_sessions.Count);

        Assert.NotNull(Keep(45_000).LastRecord.Line);

        _budget.OnReleased(first);
        _budget.OnReleased(_sessions[^1]);
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public void ManyLargeLinesTakeNoMoreThanTheBudget()
    {
        for (var i = 0; i < 5_000; i++)
        {
            Keep(50_000 / (i + 1) + i % 100 * 100);
            Assert.InRange(_budget.Bytes, 0, 100_000 + _sessions.Count * 200);
        }
    }

    [Fact]
    public void ALineThatCannotBeMeasuredIsKept()
    {
        var session = Open();
        session.SetLast(new LogRecord(1, default, 0, session.Id, 0, new object(), new SizeRenderer(_ => throw new InvalidOperationException())));
        _budget.OnReplaced(session);
        _budget.Measure(1);

        Assert.NotNull(session.LastRecord.Line);
        Assert.InRange(_budget.Bytes, 1, 1_000);
    }

    [Fact]
    public void FewNewLinesAreOnlySampled()
    {
        var measured = 0;
        var renderer = new SizeRenderer(_ => measured++ * 0 + 10);
        for (var i = 0; i < 80; i++)
        {
            var session = Open();
            session.SetLast(new LogRecord(1, default, 0, session.Id, 0, new object(), renderer));
            _budget.OnReplaced(session);
            _budget.MeasureIfMuch(_sessions.Count);
        }

        Assert.Equal(10, measured);
        _budget.Measure(_sessions.Count);
        Assert.Equal(90, measured);
    }

    [Fact]
    public void LargeNewLinesAreMeasuredBeforeTheyExceedTheBudget()
    {
        for (var i = 0; i < 5_000; i++)
        {
            Replace(Open(), 10_000);
            _budget.MeasureIfMuch(_sessions.Count);
            if (i % 100 == 0)
            {
                Assert.InRange(_sessions.Count(session => session.LastRecord.Line is not null) * 10_000, 0, 130_000);
            }
        }

        Assert.InRange(_budget.ReleasedCount, 4_900, 5_000);
    }

    [Fact]
    public void LargeLinesThatComeAfterSmallOnesAreMeasuredSoon()
    {
        for (var i = 0; i < 100; i++)
        {
            Replace(Open(), 10);
            _budget.MeasureIfMuch(_sessions.Count);
        }

        for (var i = 0; i < 100; i++)
        {
            Replace(Open(), 10_000);
            _budget.MeasureIfMuch(_sessions.Count);
        }

        Assert.InRange(_sessions.Count(session => session.LastRecord.Line is 10_000), 0, 13);
    }

    private Session Keep(int size)
    {
        var session = Open();
        Replace(session, size);
        _budget.Measure(_sessions.Count);
        return session;
    }

    private Session Open()
    {
        var session = new Session(4);
        session.Open(SessionId.From(_sessions.Count + 1), collects: false);
        _sessions.Add(session);
        return session;
    }

    private void Replace(Session session, int size)
    {
        session.SetLast(new LogRecord(1, default, 0, session.Id, 0, size, new SizeRenderer(line => (int)line)));
        _budget.OnReplaced(session);
    }

    private sealed class SizeRenderer(Func<object, long> size) : LineRenderer
    {
        public override string Render(object line) => "";

        public override string GetTemplate(object line) => "";

        public override long GetSize(object line) => size(line);
    }
}
