using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

public class AnomalyExplainerTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);

    public AnomalyExplainerTests() =>
        Assert.True(_vocabulary.TryRestore(["Order {Id} placed", "Item {Item} packed", "Order {Id} shipped", "Order {Id} cancelled"]));

    [Fact]
    public void TheAnomalyNamesTheLineAndItsPlace()
    {
        var record = Some.Record('c', "Order 7 shipped", new TextRenderer("4bf92f3577b34da6a3ce929d0e0e4736")) with
        {
            Severity = LogSeverity.Warning,
        };

        var anomaly = Explain(SomeModel.Learn(SomeModel.Regular), "a", record);

        Assert.Equal(AnomalyKind.UnexpectedKey, anomaly.Kind);
        Assert.Equal("order-1", anomaly.SessionId);
        Assert.Equal("Order {Id} shipped", anomaly.Template);
        Assert.Equal("Order 7 shipped", anomaly.Line);
        Assert.Equal(2, anomaly.Position);
        Assert.Equal(TestTimeProvider.Start, anomaly.Timestamp);
        Assert.Equal(TimeSpan.Zero, anomaly.Timestamp.Offset);
        Assert.Equal(LogSeverity.Warning, anomaly.Severity);
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", anomaly.TraceId);
        Assert.True(anomaly.Score > 10);
    }

    [Fact]
    public void WhatWasExpectedIsNamedWithItsProbability()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b", 60).Concat(Enumerable.Repeat("a c", 30)).Concat(Enumerable.Repeat("a", 10)));

        var anomaly = Explain(SomeModel.Learn(corpus), "a", Some.Record('a'));

        Assert.Equal(
            [("Item {Item} packed", 0.6), ("Order {Id} shipped", 0.3), (null, 0.1)],
            anomaly.Expected.Select(step => (step.Template, Math.Round(step.Probability, 5))));
        Assert.All(anomaly.Expected, step => Assert.Null(step.Count));
    }

    [Fact]
    public void NoMoreStepsAreNamedThanAskedFor()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b", 60).Concat(Enumerable.Repeat("a c", 30)).Concat(Enumerable.Repeat("a d", 10)));
        var model = SomeModel.Learn(corpus);

        var anomaly = Explain(model, "a", Some.Record('a'), expectedLimit: 2);

        Assert.Equal(["Item {Item} packed", "Order {Id} shipped"], anomaly.Expected.Select(step => step.Template));
    }

    [Fact]
    public void ASkippedStepIsNamed()
    {
        var anomaly = Explain(SomeModel.Learn(SomeModel.Regular), "a", Some.Record('c'));

        Assert.Equal("Item {Item} packed", anomaly.SkippedStep);
        Assert.Equal("the step \"Item {Item} packed\" was skipped", anomaly.Reason);
    }

    [Fact]
    public void NothingWasSkippedWhereTheLineComesFromElsewhere()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b c", 60).Append("d"));

        var anomaly = Explain(SomeModel.Learn(corpus), "a", Some.Record('d'));

        Assert.Null(anomaly.SkippedStep);
        Assert.StartsWith("this line does not come here; its chance is about 1 in ", anomaly.Reason);
    }

    [Fact]
    public void TheChanceIsThatOfTheModel()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b", 1023).Append("a d"));

        var anomaly = Explain(SomeModel.Learn(corpus), "a", Some.Record('d'));

        Assert.Equal(10, anomaly.Score, 1e-6);
        Assert.Equal("this line does not come here; its chance is about 1 in 1,024", anomaly.Reason);
    }

    [Fact]
    public void AnUnknownLineSaysHowManySessionsHadNone()
    {
        _vocabulary.GetOrAdd("Disk full");

        var anomaly = Explain(SomeModel.Learn(SomeModel.Regular), "a b", Some.Record('e'));

        Assert.Equal(AnomalyKind.UnknownKey, anomaly.Kind);
        Assert.Equal("Disk full", anomaly.Template);
        Assert.Equal("no line like this occurred in the 60 sessions learnt from", anomaly.Reason);
        Assert.Equal(["Item {Item} packed", "Order {Id} shipped"], anomaly.Expected.Select(step => step.Template).Order());
        Assert.Null(anomaly.SkippedStep);
    }

    [Fact]
    public void RecentStepsAreThoseOfTheWindow()
    {
        var model = SomeModel.Learn(SomeModel.Regular);

        Assert.Empty(Explain(model, "", Some.Record('c')).RecentSteps);
        Assert.Equal(["Order {Id} placed"], Explain(model, "a", Some.Record('c')).RecentSteps);
        Assert.Equal(
            ["Item {Item} packed", "Item {Item} packed", "Order {Id} shipped"],
            Explain(model, "a b b c", Some.Record('a')).RecentSteps);
    }

    [Fact]
    public void TheStepTooManyIsExplainedByItsCount()
    {
        var model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b b c", 750).Concat(Enumerable.Repeat("a b c", 250))));

        var anomaly = Explain(model, "a b b", Some.Record('b'));

        Assert.Equal(AnomalyKind.UnusualCounts, anomaly.Kind);
        Assert.Equal("\"Item {Item} packed\" occurred 3 times; it occurred once or twice in the 1,000 sessions learnt from", anomaly.Reason);
        Assert.Null(anomaly.SkippedStep);
        Assert.Equal(
            [new ExpectedStep("Item {Item} packed", 0.75, 2), new ExpectedStep("Item {Item} packed", 0.25, 1)], anomaly.Expected);
    }

    [Fact]
    public void SharesAreOfTheSessionsThatWereCounted()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b b c", 750).Concat(Enumerable.Repeat("a b c", 250)));
        for (var i = 0; i < 60; i++)
        {
            corpus.Add(Some.Part("a b", hasStart: true));
        }

        var anomaly = Explain(SomeModel.Learn(corpus), "a b b", Some.Record('b'));

        Assert.Equal([0.75, 0.25], anomaly.Expected.Select(step => step.Probability));
        Assert.EndsWith("in the 1,000 sessions learnt from", anomaly.Reason);
    }

    [Fact]
    public void AFreeCountIsExplainedByTheLargestSeen()
    {
        var model = SomeModel.Learn(
            Some.Corpus(Enumerable.Range(0, 200).Select(i => string.Concat(Enumerable.Repeat("a", 1 + i % 20)))), asksForKeys: false);

        var anomaly = Explain(model, new string('a', 200), Some.Record('a'));

        Assert.Equal("\"Order {Id} placed\" occurred 201 times; it occurred at most 20 times in the 200 sessions learnt from", anomaly.Reason);
        Assert.Equal([new ExpectedStep("Order {Id} placed", 1, 20)], anomaly.Expected);
    }

    [Theory]
    [InlineData(7, 6, "1 fewer time than")]
    [InlineData(7, 5, "2 fewer times than")]
    [InlineData(7, 8, "1 more time than")]
    [InlineData(7, 2007, "2,000 more times than")]
    public void ABrokenTieIsExplainedByTheDifference(int placed, int packed, string difference)
    {
        var sessions = Enumerable.Range(0, 200).Select(i => new string('a', 1 + i % 20) + new string('b', 1 + i % 20));
        var model = SomeModel.Learn(Some.Corpus(sessions), asksForKeys: false);

        var anomaly = ExplainEnd(model, new string('a', placed) + new string('b', packed));

        Assert.Equal(
            $"\"Item {{Item}} packed\" occurred {difference} \"Order {{Id}} placed\"; it occurred as often in each of the 200 sessions learnt from",
            anomaly.Reason);
        Assert.Equal([new ExpectedStep("Item {Item} packed", 1, placed)], anomaly.Expected);
    }

    [Fact]
    public void ATieOfSeveralDifferencesNamesThemAll()
    {
        var sessions = Enumerable.Range(0, 20_000).Select(i => new string('a', 1 + i % 20) + new string('b', 1 + i % 20 + i / 20 % 2));
        var model = SomeModel.Learn(Some.Corpus(sessions), asksForKeys: false);

        var anomaly = ExplainEnd(model, "a a a b");

        Assert.Equal(
            "\"Item {Item} packed\" occurred 2 fewer times than \"Order {Id} placed\"; "
            + "it occurred as often or 1 more time in the 20,000 sessions learnt from",
            anomaly.Reason);
        Assert.Equal([3, 4], anomaly.Expected.Select(step => step.Count));
    }

    [Fact]
    public void ASessionCutShortShowsItsLastLineAndWhatShouldHaveFollowed()
    {
        var anomaly = ExplainEnd(SomeModel.Learn(SomeModel.Regular), "a b b");

        Assert.Equal(AnomalyKind.CutShort, anomaly.Kind);
        Assert.Equal("Item {Item} packed", anomaly.Template);
        Assert.Equal("the last line", anomaly.Line);
        Assert.Equal(3, anomaly.Position);
        Assert.Matches("^sessions do not end here; the chance of it is about 1 in [0-9,]+$", anomaly.Reason);
        Assert.Equal(["Item {Item} packed", "Order {Id} shipped"], anomaly.Expected.Select(step => step.Template).Order());
        Assert.Null(anomaly.SkippedStep);
    }

    [Fact]
    public void TheEndIsNoAlternativeToAWrongEnd()
    {
        // Behind b the end has a chance of one in 2,001, which is expected; the count is what is wrong.
        var model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b b c", 2_000).Append("b b b")), floor: 0.0001f);

        var anomaly = ExplainEnd(model, "a b");

        Assert.Equal(AnomalyKind.CutShort, anomaly.Kind);
        Assert.DoesNotContain(anomaly.Expected, step => step.Template is null);
        Assert.Equal(2, anomaly.Expected.Count);
        Assert.Contains("it occurred 2 or 3 times", anomaly.Reason);
    }

    [Fact]
    public void ALineThatCannotBeRenderedIsNamedByItsTemplate()
    {
        var anomaly = Explain(SomeModel.Learn(SomeModel.Regular), "a", Some.Record('c', new FormatException("no")));

        Assert.Equal("Order {Id} shipped", anomaly.Line);
    }

    [Fact]
    public void WithoutALineTheTemplateIsShown()
    {
        var anomaly = Explain(SomeModel.Learn(SomeModel.Regular), "a", Some.Record('c') with { Line = null, Renderer = null });

        Assert.Equal("Order {Id} shipped", anomaly.Line);
        Assert.Null(anomaly.TraceId);
    }

    [Theory]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4097)]
    [InlineData(1_000_000, 4097)]
    public void ALongLineIsCut(int length, int shown)
    {
        var anomaly = Explain(SomeModel.Learn(SomeModel.Regular), "a", Some.Record('c', new string('x', length)));

        Assert.Equal(shown, anomaly.Line.Length);
        Assert.Equal(length > 4096, anomaly.Line.EndsWith('…'));
    }

    [Fact]
    public void AModelThatAsksForNewKeysOnlyExpectsNothing()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForKeys: false, asksForCounts: false);

        Assert.Empty(Explain(model, "a", Some.Record('e')).Expected);
    }

    [Fact]
    public void AnomaliesAreNumberedFromOne()
    {
        var explainer = new AnomalyExplainer(_vocabulary, 3);
        var model = SomeModel.Learn(SomeModel.Regular);
        var session = Some.OpenSession("a");
        Assert.True(model.IsAnomalous(session, Some.Key('c'), out var verdict));

        Assert.Equal([1, 2], new[] { 1, 2 }.Select(_ => explainer.Explain(model, session, Some.Record('c'), verdict).Id));
    }

    [Fact]
    public void ExpectedKeysThatWereMergedAreOneStep()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b", 60).Concat(Enumerable.Repeat("a d", 30)).Concat(Enumerable.Repeat("a c", 10)));
        Assert.True(_vocabulary.AddAlias(Some.Key('c'), Some.Key('b')));

        var anomaly = Explain(SomeModel.Learn(corpus), "a", Some.Record('a'), expectedLimit: 2);

        Assert.Equal(
            [("Item {Item} packed", 0.7), ("Order {Id} cancelled", 0.3)],
            anomaly.Expected.Select(step => (step.Template, Math.Round(step.Probability, 5))));
    }

    [Fact]
    public void ASkippedStepIsLookedForBehindTheWholeWindow()
    {
        var model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b c d", 60)), windowSize: 2);

        Assert.Equal("Order {Id} shipped", Explain(model, "a b", Some.Record('d')).SkippedStep);
    }

    [Fact]
    public void LackOfEvidenceIsNoSkippedStep()
    {
        // Behind c a comes b, always; little is known of what comes behind b, and d comes behind anything.
        string[] sessions = [.. Enumerable.Repeat("a c", 995), .. Enumerable.Repeat("c a b", 5), "e d", "f d", "g d"];
        foreach (var template in (string[])["Order {Id} late", "Order {Id} lost", "Order {Id} found"])
        {
            _vocabulary.GetOrAdd(template);
        }

        var model = SomeModel.Learn(Some.Corpus(sessions), windowSize: 2, withEvidence: true);

        Assert.True(model.Keys!.Judge(Some.Keys("a b"), Some.Key('d')) is { IsExpected: true, IsBounded: true });
        Assert.Null(Explain(model, "c a", Some.Record('d')).SkippedStep);
    }

    [Fact]
    public void TheChanceIsNeverSmallerThanTheEvidenceAllows()
    {
        string[] sessions = [.. Enumerable.Repeat("a b", 1023), "b d", "c d"];

        var anomaly = Explain(SomeModel.Learn(Some.Corpus(sessions), withEvidence: true), "a", Some.Record('d'));

        Assert.Equal("this line does not come here; its chance is about 1 in 1,024", anomaly.Reason);
    }

    [Fact]
    public void TheChanceOfAnEndIsThatOfTheModel()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b", 1023).Append("a"));

        Assert.Equal("sessions do not end here; the chance of it is about 1 in 1,024", ExplainEnd(SomeModel.Learn(corpus), "a").Reason);
    }

    [Fact]
    public void LinesWithoutATemplateOfTheirOwnChangeNoExpectedCount()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForNewKeys: false, asksForKeys: false);
        var session = Some.OpenSession("a b c");
        session.Append(LogKey.Unknown);
        session.SetLast(Some.Record('c'));
        Assert.True(model.IsEndAnomalous(session, out var verdict));

        Assert.Equal([2], new AnomalyExplainer(_vocabulary, 3).ExplainEnd(model, session, verdict).Expected.Select(step => step.Count));
    }

    [Fact]
    public void NoMoreCountsAreNamedThanAskedForTheMostFrequentFirst()
    {
        var model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b b c", 750).Concat(Enumerable.Repeat("a b c", 250))));

        Assert.Equal([2], Explain(model, "a b b", Some.Record('b'), expectedLimit: 1).Expected.Select(step => step.Count));
    }

    [Fact]
    public void ACountBelowNoneIsNotExpected()
    {
        // The second comes as often as the first, or once less often; without the first it comes never.
        var sessions = Enumerable.Range(0, 20_000).Select(i => new string('a', 1 + i % 20) + new string('b', 1 + i % 20 - i / 20 % 2));
        var model = SomeModel.Learn(Some.Corpus(sessions), asksForKeys: false);

        Assert.Equal([0], ExplainEnd(model, "b b b").Expected.Select(step => step.Count));
    }

    private Anomaly Explain(SessionModel model, string before, LogRecord record, int expectedLimit = 3)
    {
        var session = Some.OpenSession(before);
        Assert.True(model.IsAnomalous(session, record.Key, out var verdict));
        return new AnomalyExplainer(_vocabulary, expectedLimit).Explain(model, session, record, verdict);
    }

    private Anomaly ExplainEnd(SessionModel model, string letters)
    {
        var session = Some.OpenSession(letters);
        session.SetLast(Some.Record(letters[^1], "the last line"));
        Assert.True(model.IsEndAnomalous(session, out var verdict));
        return new AnomalyExplainer(_vocabulary, 3).ExplainEnd(model, session, verdict);
    }
}
