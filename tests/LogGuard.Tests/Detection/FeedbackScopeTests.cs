using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

/// <summary>How far an answer reaches, by what else was reported and let stand.</summary>
public class FeedbackScopeTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly FeedbackMarks _marks;
    private long _lastId;

    public FeedbackScopeTests()
    {
        foreach (var letter in "abcdefghijklmnopqrstuvwxyz")
        {
            _vocabulary.GetOrAdd($"step {letter}");
        }

        _marks = New();
    }

    [Fact]
    public void TheOnlyWordOnAPatternHoldsAnywhere()
    {
        Assert.True(_marks.Mark(Reported("a b", session: 1), isNormal: true));

        Assert.True(IsNormal("a b"));
        Assert.True(IsNormal("b c d"));
        Assert.True(_marks.IsNormal(Key));
    }

    [Fact]
    public void WhereOtherSessionsWereReportedAnAnswerHoldsForThoseWithTheSameEvents()
    {
        Reported("c d", session: 1);
        Assert.True(_marks.Mark(Reported("a b", session: 2), isNormal: true));

        Assert.True(IsNormal("a b"));
        Assert.True(IsNormal("b a"));
        Assert.False(IsNormal("a b b"));
        Assert.False(IsNormal("c d"));
        Assert.False(_marks.IsNormal(Key));
    }

    [Fact]
    public void WhereTheSameEventsWereReportedAnAnswerHoldsForTheSameOrder()
    {
        Reported("b a", session: 1);
        Assert.True(_marks.Mark(Reported("a b", session: 2), isNormal: true));

        Assert.True(IsNormal("a b"));
        Assert.False(IsNormal("b a"));
    }

    [Fact]
    public void OnceAllThatStoodIsAnsweredTheLastAnswerHoldsAnywhere()
    {
        var first = Reported("c d", session: 1);
        _marks.Mark(Reported("a b", session: 2), isNormal: true);
        Assert.False(IsNormal("e"));

        _marks.Mark(first, isNormal: true);

        Assert.True(IsNormal("e"));
    }

    [Fact]
    public void WhatCameAgainInTheSameSessionIsOneReport()
    {
        Reported("a", session: 1);
        _marks.Mark(Reported("a b", session: 1), isNormal: true);

        Assert.True(IsNormal("c"));
    }

    [Fact]
    public void TakingBackANarrowAnswerHasThatSessionReportedAgain()
    {
        Reported("c d", session: 1);
        var anomaly = Reported("a b", session: 2);
        _marks.Mark(anomaly, isNormal: true);

        Assert.True(_marks.Mark(anomaly, isNormal: false));

        Assert.False(IsNormal("a b"));
        Assert.Equal(0, _marks.NormalCount);
    }

    [Fact]
    public void AnAnswerAsAnomalousKeepsALaterOneFromHoldingAnywhere()
    {
        _marks.Mark(Reported("c d", session: 1), isNormal: false);
        _marks.Mark(Reported("a b", session: 2), isNormal: true);

        Assert.True(IsNormal("a b"));
        Assert.False(IsNormal("c d"));
    }

    [Fact]
    public void WhatStandsAndHowFarAnAnswerReachesComeBackFromASnapshot()
    {
        Reported("c d", session: 1);
        _marks.Mark(Reported("a b", session: 2), isNormal: true);
        var texts = _marks.ToArray(isNormal: true).Select(pattern => pattern.ToString());
        AnomalyPattern[] restored = [.. texts.Select(text => AnomalyPattern.TryParse(text, 26, out var pattern) ? pattern : throw new InvalidDataException(text))];

        var other = New();
        other.Restore(restored, []);
        other.RestoreStanding(_marks.StandingToArray());

        Assert.True(other.IsNormal(Key, Past("b a")));
        Assert.False(other.IsNormal(Key, Past("c d")));
        other.Mark(Reported("e", session: 3, by: other), isNormal: true);
        Assert.False(other.IsNormal(Key, Past("f")));
    }

    [Fact]
    public void PastsDifferByTheirCountsAndByTheirOrder()
    {
        Assert.Equal(Past("a b c"), Past("a b c"));
        Assert.Equal(Past("a b c").Counts, Past("c b a").Counts);
        Assert.NotEqual(Past("a b c").Steps, Past("c b a").Steps);
        Assert.NotEqual(Past("a b b").Counts, Past("a a b").Counts);
        Assert.NotEqual(Past("a a").Counts, Past("a").Counts);
    }

    private static int[] Key => [0, Some.Key('x')];

    private static SessionHash Past(string letters) => Some.Keys(letters).Aggregate(default(SessionHash), (past, key) => past.Then(key));

    private FeedbackMarks New() => new(_vocabulary, new DiagnosticLog(null, TimeProvider.System));

    private bool IsNormal(string letters) => _marks.IsNormal(Key, Past(letters));

    // Delivered, and not answered yet.
    private Anomaly Reported(string letters, long session, FeedbackMarks? by = null)
    {
        var anomaly = PipelineLog.Anomaly(1) with
        {
            Id = ++_lastId,
            Origin = new AnomalyPattern(Key, _vocabulary, Past(letters), session),
        };
        by ??= _marks;
        by.Remember(anomaly);
        Assert.False(by.TakesBack(anomaly));
        return anomaly;
    }

    [Fact]
    public void OneReportOfTheSameEventsAmongOthersHasTheOrderDecide()
    {
        Reported("c d", session: 1);
        Reported("b a", session: 2);
        Assert.True(_marks.Mark(Reported("a b", session: 3), isNormal: true));

        Assert.True(IsNormal("a b"));
        Assert.False(IsNormal("b a"));
    }

    [Fact]
    public void AnAnswerAsAnomalousStandsThoughNobodyReportedIt()
    {
        Assert.True(_marks.Mark(Unreported("c d", session: 1), isNormal: false));
        Assert.True(_marks.Mark(Reported("a b", session: 2), isNormal: true));

        Assert.False(IsNormal("e"));
    }

    [Fact]
    public void WhatStandsIsListedInAnOrderOfItsOwn()
    {
        SessionHash[] pasts = [new(2, 1), new(1, 2), new(1, 1), new(2, 2)];
        _marks.RestoreStanding(pasts.Select(past => new AnomalyPattern([0, 2], past: past)).Append(new AnomalyPattern([0, 1], past: pasts[0])));

        Assert.Equal(
            [("Key 1", pasts[0]), ("Key 2", pasts[2]), ("Key 2", pasts[1]), ("Key 2", pasts[0]), ("Key 2", pasts[3])],
            _marks.StandingToArray().Select(pattern => (pattern.ToString(), pattern.Past!.Value)));
    }

    [Fact]
    public void WhatStandsIsReplacedByThatOfASnapshot()
    {
        Reported("a", session: 1);

        _marks.RestoreStanding([new AnomalyPattern([0, 1], past: Past("b"))]);

        Assert.Equal("Key 1", Assert.Single(_marks.StandingToArray()).ToString());
    }

    [Fact]
    public void WhatStandsIsBoundedAndAnAnswerMakesRoom()
    {
        _marks.RestoreStanding(Enumerable.Range(0, StandingReports.Limit + 1).Select(i => new AnomalyPattern(Key, past: new SessionHash((ulong)i, 0))));
        Assert.Equal(StandingReports.Limit, _marks.StandingToArray().Length);

        Reported("a", session: 1);
        Assert.Equal(StandingReports.Limit, _marks.StandingToArray().Length);

        _marks.Mark(PipelineLog.Anomaly(1) with { Origin = new AnomalyPattern(Key, _vocabulary, new SessionHash(7, 0), session: 2) }, isNormal: true);
        Assert.Equal(StandingReports.Limit - 1, _marks.StandingToArray().Length);
        Reported("b", session: 3);
        Reported("c", session: 4);
        Assert.Equal(StandingReports.Limit, _marks.StandingToArray().Length);
    }

    private Anomaly Unreported(string letters, long session) => PipelineLog.Anomaly(1) with
    {
        Id = ++_lastId,
        Origin = new AnomalyPattern(Key, _vocabulary, Past(letters), session),
    };
}
