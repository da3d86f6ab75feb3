using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

/// <summary>Which anomalies need not be delivered, by answers that came since and by answers to what is alike.</summary>
public class FeedbackLikenessTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly FeedbackMarks _marks;

    public FeedbackLikenessTests()
    {
        foreach (var letter in "abcdefghijklmnopqrstuvwxyz")
        {
            _vocabulary.GetOrAdd($"step {letter}");
        }

        // Neighbours are alike: a and b, c and d.
        _marks = new FeedbackMarks(_vocabulary, new DiagnosticLog(null, TimeProvider.System))
        {
            AreAlike = (one, other) => (one - 1) / 2 == (other - 1) / 2,
        };
    }

    [Fact]
    public void WhatWasMarkedNormalSinceIsTakenBack()
    {
        var anomaly = NewKey('a');
        Assert.False(_marks.TakesBack(anomaly));

        _marks.Mark(anomaly, isNormal: true);

        Assert.True(_marks.TakesBack(NewKey('a')));
    }

    [Fact]
    public void ANewKeyLikeOneThatIsNormalIsTakenBackAndNormalItself()
    {
        _marks.Mark(NewKey('a'), isNormal: true);
        _marks.Mark(NewKey('y'), isNormal: true);

        Assert.True(_marks.TakesBack(NewKey('b')));

        Assert.True(_marks.IsNormal([0, Some.Key('b')]));
        Assert.Equal(3, _marks.NormalCount);
        Assert.False(_marks.TakesBack(NewKey('c')));
        Assert.False(_marks.IsNormal([0, Some.Key('c')]));
    }

    [Fact]
    public void WithoutAnyLikenessOnlyTheAnswerItselfCounts()
    {
        var marks = new FeedbackMarks(_vocabulary, new DiagnosticLog(null, TimeProvider.System));
        marks.Mark(NewKey('a'), isNormal: true);

        Assert.False(marks.TakesBack(NewKey('b')));
    }

    [Fact]
    public void WhatWasReportedBeforeIsReportedUntilItIsAnsweredItself()
    {
        Assert.False(_marks.TakesBack(NewKey('b')));

        _marks.Mark(NewKey('a'), isNormal: true);

        Assert.False(_marks.TakesBack(NewKey('b')));
        Assert.False(_marks.IsNormal([0, Some.Key('b')]));
    }

    [Fact]
    public void ALikenessToWhatIsAnomalousOrToAStepSaysNothing()
    {
        _marks.Mark(NewKey('a'), isNormal: false);
        _marks.Mark(Anomaly(AnomalyKind.UnexpectedKey, [1, Some.Key('c'), Some.Key('c')]), isNormal: true);

        Assert.False(_marks.TakesBack(NewKey('b')));
        Assert.False(_marks.TakesBack(NewKey('d')));
    }

    [Fact]
    public void OnlyNewKeysAreTakenBackByLikeness()
    {
        _marks.Mark(NewKey('a'), isNormal: true);

        Assert.False(_marks.TakesBack(Anomaly(AnomalyKind.UnusualCounts, [2, Some.Key('b'), 0, 3])));
        Assert.False(_marks.TakesBack(Anomaly(AnomalyKind.UnknownKey, [0, LogKey.Unknown])));
    }

    [Fact]
    public void AKeyStandsForTheOneThatItWasMergedInto()
    {
        _vocabulary.AddAlias(Some.Key('z'), Some.Key('a'));
        _marks.Mark(NewKey('z'), isNormal: true);

        Assert.True(_marks.TakesBack(NewKey('b')));
        Assert.False(_marks.TakesBack(NewKey('y')));
    }

    [Fact]
    public void AnAnomalyWithoutAPatternIsDelivered() => Assert.False(_marks.TakesBack(NewKey('a') with { Origin = null }));

    [Fact]
    public void WhatIsDeliveredStands()
    {
        _marks.TakesBack(NewKey('a'));
        _marks.TakesBack(Anomaly(AnomalyKind.UnusualCounts, [2, Some.Key('b'), 0, 3]));
        _marks.TakesBack(NewKey('a'));

        Assert.Equal(["Count 2 0 3", "Key 1"], _marks.StandingToArray().Select(pattern => pattern.ToString()));
    }

    [Fact]
    public void WhatIsTakenBackDoesNotStand()
    {
        _marks.Mark(NewKey('a'), isNormal: true);

        _marks.TakesBack(NewKey('a'));
        _marks.TakesBack(NewKey('b'));

        Assert.Empty(_marks.StandingToArray());
    }

    private Anomaly NewKey(char letter) => Anomaly(AnomalyKind.UnknownKey, [0, Some.Key(letter)]);

    private Anomaly Anomaly(AnomalyKind kind, int[] values) =>
        PipelineLog.Anomaly(1) with { Kind = kind, Origin = new AnomalyPattern(values, _vocabulary, new SessionHash(1, 2), session: 1) };
}
