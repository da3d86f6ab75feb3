using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Diagnostics;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

public class SessionModelTests
{
    [Fact]
    public void WhatWasLearntIsNotAnomalous()
    {
        var model = SomeModel.Learn(SomeModel.Regular);

        Assert.Equal(["-", "-", "-", "-", "end -"], Judge(model, "a b b c"));
    }

    [Fact]
    public void AKeyNeverLearntIsUnknown()
    {
        var model = SomeModel.Learn(SomeModel.Regular);

        Assert.True(model.IsAnomalous(Some.OpenSession("a b"), Some.Key('z'), out var verdict));

        Assert.Equal(AnomalyKind.UnknownKey, verdict.Kind);
        Assert.Equal(Math.Log2(60 * 4 + 1), verdict.Surprise, 1e-9);
        Assert.Null(verdict.Violation);
    }

    [Fact]
    public void TheKeyOfTemplatesWithoutRoomIsUnknown()
    {
        var model = SomeModel.Learn(SomeModel.Regular);

        Assert.True(model.IsAnomalous(Some.OpenSession("a b"), LogGuard.Keys.LogKey.Unknown, out var verdict));

        Assert.Equal(AnomalyKind.UnknownKey, verdict.Kind);
    }

    [Fact]
    public void AKnownKeyInTheWrongPlaceIsUnexpected()
    {
        var model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b", 96).Concat(Enumerable.Repeat("a c", 4))), floor: 0.05f);

        Assert.False(model.IsAnomalous(Some.OpenSession("a"), Some.Key('b'), out _));
        Assert.True(model.IsAnomalous(Some.OpenSession("a"), Some.Key('c'), out var verdict));

        Assert.Equal(AnomalyKind.UnexpectedKey, verdict.Kind);
        Assert.Equal(-Math.Log2(0.04), verdict.Surprise, 1e-5);
    }

    [Fact]
    public void TheFirstKeyOfASessionIsJudged()
    {
        var model = SomeModel.Learn(SomeModel.Regular);

        Assert.Equal(["UnexpectedKey"], Judge(model, "c").Take(1));
    }

    [Fact]
    public void AnEndInTheMiddleIsCutShort()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForCounts: false);

        Assert.Equal(["-", "-", "-", "end CutShort"], Judge(model, "a b b"));
    }

    [Fact]
    public void OneEventTooManyIsUnusualAtOnce()
    {
        var model = SomeModel.Learn(SomeModel.Regular);

        Assert.Equal(["-", "-", "-", "UnusualCounts", "-", "end -"], Judge(model, "a b b b c"));
    }

    [Fact]
    public void ACountTooLowIsUnusualAtTheEnd()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        var session = Some.OpenSession("a b c");

        Assert.True(model.IsEndAnomalous(session, out var verdict));

        Assert.Equal(AnomalyKind.UnusualCounts, verdict.Kind);
        Assert.Equal(Math.Log2(60 + 1), verdict.Surprise, 1e-9);
        var violation = Assert.NotNull(verdict.Violation);
        Assert.Equal((Some.Key('b'), 1), (violation.Constraint.Key, violation.Value));
    }

    [Fact]
    public void WrongCountsAtAnUnlikelyEndAreCutShort()
    {
        // The end is possible behind b, but not likely: one of 41.
        var sessions = Enumerable.Repeat("a b b c", 60).Append("b b b");
        var model = SomeModel.Learn(Some.Corpus(sessions), floor: 0.001f);
        var session = Some.OpenSession("a b");

        Assert.True(model.Keys!.Judge(session.Window, Boundary.End) is { IsExpected: true, Probability: < CountsQuestion.LikelyEnd });
        Assert.True(model.IsEndAnomalous(session, out var verdict));

        Assert.Equal(AnomalyKind.CutShort, verdict.Kind);
        Assert.NotNull(verdict.Violation);
    }

    [Fact]
    public void RarityIsThatOfTheSessionsThatWereCounted()
    {
        var corpus = SomeModel.Regular;
        for (var i = 0; i < 1000; i++)
        {
            corpus.Add(Some.Part("a b b", hasStart: true));
        }

        var model = SomeModel.Learn(corpus, asksForKeys: false);

        Assert.True(model.IsEndAnomalous(Some.OpenSession("a b c"), out var verdict));
        Assert.Equal(Math.Log2(60 + 1), verdict.Surprise, 1e-9);
    }

    [Fact]
    public void ASessionWithAHoleIsNotJudgedAtItsEnd()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        var session = Some.OpenSession("a b");
        Assert.True(model.IsEndAnomalous(session, out _));

        session.MarkHole(session.Window.Length);
        session.Append(Some.Key('b'));

        Assert.False(model.IsEndAnomalous(session, out _));
    }

    [Fact]
    public void WindowsAcrossAHoleAreNotJudged()
    {
        var model = SomeModel.Learn(SomeModel.Regular, windowSize: 2, asksForCounts: false);
        var session = Some.OpenSession("a b", windowSize: 2);
        session.MarkHole(windowSize: 2);

        var judged = new List<bool>();
        foreach (var key in Some.Keys("c c c c"))
        {
            judged.Add(model.IsAnomalous(session, key, out _));
            session.Append(key);
        }

        Assert.Equal([false, false, true, true], judged);
    }

    [Fact]
    public void AKeyNeverLearntIsUnknownRightBehindAHole()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        var session = Some.OpenSession("a");
        session.MarkHole(session.Window.Length);

        Assert.True(model.IsAnomalous(session, Some.Key('z'), out _));
    }

    [Fact]
    public void NothingMoreIsRaisedAtTheEndAfterAnAnomaly()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        var session = Some.OpenSession("a b");
        Assert.True(model.IsEndAnomalous(session, out _));

        session.AnomalyCount = 1;

        Assert.False(model.IsEndAnomalous(session, out _));
    }

    [Fact]
    public void WithoutBoundariesOnlyFullWindowsAreJudged()
    {
        var model = SomeModel.Learn(
            Some.Corpus(Enumerable.Repeat("a b c d e", 60)), asksForNewKeys: false, asksForCounts: false, windowSize: 3, withBoundaries: false);

        Assert.Equal(["-", "-", "-", "UnexpectedKey", "end -"], Judge(model, "c b a e"));
        Assert.Equal(["-", "-", "end -"], Judge(model, "c z"));
        Assert.Equal(["-", "-", "-", "-", "-", "end -"], Judge(model, "a b c d e"));
    }

    [Fact]
    public void WithoutBoundariesTheEndIsNotJudged()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForCounts: false, withBoundaries: false);

        Assert.Equal(["-", "-", "end -"], Judge(model, "a b"));
    }

    [Fact]
    public void QuestionsThatAreNotAskedRaiseNothing()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForNewKeys: false, asksForKeys: false, asksForCounts: false);

        Assert.Equal(1, model.WindowSize);
        Assert.Equal(["-", "-", "-", "end -"], Judge(model, "c z b"));
    }

    [Fact]
    public void OnlyNewKeysAreAskedForWhereNothingElseIs()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForKeys: false, asksForCounts: false);

        Assert.Equal(["-", "UnknownKey", "-", "end -"], Judge(model, "c z b"));
    }

    [Fact]
    public void JudgingAnEventAllocatesNothing()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        var session = Some.OpenSession("a b");
        model.IsAnomalous(session, Some.Key('b'), out _);
        model.IsEndAnomalous(session, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var isAnomalous = model.IsAnomalous(session, Some.Key('b'), out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(isAnomalous);
    }

    [Theory]
    [InlineData("a b b z c", 3)]
    [InlineData("a c", 1)]
    [InlineData("a b b b c", 3)]
    [InlineData("a b c", -1)]
    public void WhatWasMarkedNormalIsNotAnomalousAgain(string letters, int at)
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        Assert.NotEqual("-", Judge(model, letters)[at < 0 ? ^1 : at].Replace("end ", ""));
        var before = Judge(model, letters);

        MarkFirst(model, letters);

        var after = Judge(model, letters);
        Assert.Equal("-", after[at < 0 ? ^1 : at].Replace("end ", ""));
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void AnEndMarkedNormalIsNotAnomalousAgainAndOthersAre()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForCounts: false);
        Assert.Equal("end CutShort", Judge(model, "a b b")[^1]);

        MarkFirst(model, "a b b");

        Assert.Equal("end -", Judge(model, "a b b")[^1]);
        Assert.Equal("end CutShort", Judge(model, "a")[^1]);
    }

    [Fact]
    public void ACountMarkedNormalLeavesOtherCountsToBeAskedAbout()
    {
        // Both b and c are wrong; b comes first.
        var model = SomeModel.Learn(SomeModel.Regular, asksForKeys: false);
        var session = Some.OpenSession("a b");
        Assert.True(model.IsEndAnomalous(session, out var first));
        Mark(model, first);

        Assert.True(model.IsEndAnomalous(session, out var second));

        Assert.NotEqual(first.Violation, second.Violation);
        Mark(model, second);
        while (model.IsEndAnomalous(session, out var next))
        {
            Mark(model, next);
        }

        Assert.True(model.IsEndAnomalous(Some.OpenSession("a"), out _));
    }

    [Fact]
    public void AStepMarkedNormalIsAskedAboutBehindOtherWindows()
    {
        var model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b c d", 60)), asksForCounts: false);
        MarkFirst(model, "a b d");

        Assert.Equal(["-", "-", "-", "end -"], Judge(model, "a b d"));
        Assert.Equal(["-", "UnexpectedKey", "-", "end -"], Judge(model, "a d d"));
    }

    [Fact]
    public void AKeyMarkedNormalHidesTheWindowsThatHoldIt()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        MarkFirst(model, "a z");

        Assert.False(model.IsAnomalous(Some.OpenSession("a"), Some.Key('z'), out var unknown));
        Assert.False(model.IsAnomalous(Some.OpenSession("a"), Some.Key('b'), out var known));

        Assert.True(unknown.HidesWindow);
        Assert.False(known.HidesWindow);
    }

    [Fact]
    public void AMarkOutlivesARetraining()
    {
        var first = SomeModel.Learn(SomeModel.Regular);
        MarkFirst(first, "a c");
        var second = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b b c", 50).Concat(Enumerable.Repeat("d a b b c", 50))), floor: 0.01f);
        Assert.Equal("UnexpectedKey", Judge(second, "a c")[1]);

        second.Marks = first.Marks;

        Assert.Equal("-", Judge(second, "a c")[1]);
    }

    [Fact]
    public void AKeyThatALearntOneWasMergedIntoIsKnown()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        var vocabulary = Alphabet();
        Assert.Equal(["-", "UnknownKey", "UnknownKey", "-", "end -"], Judge(model, "a m m c"));

        Assert.True(vocabulary.AddAlias(Some.Key('b'), Some.Key('m')));
        model.MergeKeys(vocabulary);

        Assert.Equal(["-", "-", "-", "-", "end -"], Judge(model, "a m m c"));
        Assert.Equal("UnexpectedKey", Judge(model, "a c")[1]);
    }

    [Fact]
    public void TheCountsOfMergedKeysAreBoundedTogether()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForKeys: false);
        var vocabulary = Alphabet();
        vocabulary.AddAlias(Some.Key('b'), Some.Key('c'));
        model.MergeKeys(vocabulary);

        // Two of b and one of c were the most: ten times as many are not unusual yet.
        Assert.DoesNotContain(Judge(model, "a" + new string('c', 30)), kind => kind.Contains("Counts"));
        Assert.Equal("UnusualCounts", Judge(model, "a" + new string('c', 31))[31]);
        Assert.Equal("end UnusualCounts", Judge(model, "c")[^1]);
    }

    [Fact]
    public void MergedKeysAreMergedAgainAfterTheModelWasSavedInBetween()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        var vocabulary = Alphabet();
        vocabulary.AddAlias(Some.Key('b'), Some.Key('m'));

        model.MergeKeys(vocabulary);
        model.MergeKeys(vocabulary);

        Assert.Equal(["-", "-", "-", "-", "end -"], Judge(model, "a m m c"));
    }

    [Fact]
    public void AMarkGoesWithItsKeyWhereThatIsMerged()
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        var vocabulary = Alphabet();
        var marks = new FeedbackMarks(vocabulary, new DiagnosticLog(null, TimeProvider.System));
        var waiting = PipelineLog.Anomaly(1) with { Origin = new AnomalyPattern([0, Some.Key('y')], vocabulary) };
        marks.Mark(PipelineLog.Anomaly(1) with { Origin = new AnomalyPattern([0, Some.Key('x')], vocabulary) }, isNormal: true);
        Assert.False(marks.IsNormal(waiting));

        vocabulary.AddAlias(Some.Key('x'), Some.Key('z'));
        vocabulary.AddAlias(Some.Key('y'), Some.Key('z'));
        marks.MergeKeys();

        Assert.True(marks.IsNormal(waiting));
        Assert.True(marks.IsNormal([0, Some.Key('z')]));
        Assert.False(marks.IsNormal([0, Some.Key('x')]));
        Assert.Equal(1, marks.NormalCount);
        Assert.True(marks.Mark(waiting, isNormal: false));
        Assert.Equal(0, marks.NormalCount);
        model.Marks = marks;
        Assert.Equal("UnknownKey", Judge(model, "a z")[1]);
    }

    private static LogGuard.Keys.LogKeyVocabulary Alphabet()
    {
        var vocabulary = new LogGuard.Keys.LogKeyVocabulary(100);
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            Assert.Equal(Some.Key(letter), vocabulary.GetOrAdd(letter.ToString()));
        }

        return vocabulary;
    }

    // Answers the first thing that is wrong with a session.
    private static void MarkFirst(SessionModel model, string letters)
    {
        var session = Some.OpenSession("", model.WindowSize);
        foreach (var key in Some.Keys(letters))
        {
            if (model.IsAnomalous(session, key, out var verdict))
            {
                Mark(model, verdict);
                return;
            }

            session.Append(key);
        }

        Assert.True(model.IsEndAnomalous(session, out var end));
        Mark(model, end);
    }

    private static void Mark(SessionModel model, Verdict verdict)
    {
        var vocabulary = new LogGuard.Keys.LogKeyVocabulary(100);
        model.Marks ??= new FeedbackMarks(vocabulary, new DiagnosticLog(null, TimeProvider.System));
        var pattern = new AnomalyPattern(verdict.Pattern!.Values);
        Assert.True(model.Marks.Mark(PipelineLog.Anomaly(1) with { Origin = pattern }, isNormal: true));
    }

    // The kind of anomaly at each event and at the end, in the reader's way.
    private static string[] Judge(SessionModel model, string letters)
    {
        var session = Some.OpenSession("", model.WindowSize);
        var kinds = new List<string>();
        foreach (var key in Some.Keys(letters))
        {
            var isAnomalous = model.IsAnomalous(session, key, out var verdict);
            session.AnomalyCount += isAnomalous ? 1 : 0;
            kinds.Add(isAnomalous ? verdict.Kind.ToString() : "-");
            session.Append(key);
            if (isAnomalous || verdict.HidesWindow)
            {
                session.SkipWindow(model.WindowSize);
            }
        }

        kinds.Add(model.IsEndAnomalous(session, out var end) ? $"end {end.Kind}" : "end -");
        return [.. kinds];
    }

    [Fact]
    public void KeysThatWereNotLearntLookTheSameInAPattern()
    {
        var model = SomeModel.Learn(SomeModel.Regular, windowSize: 3);
        Assert.Equal([1, Boundary.Start, Some.Key('a'), 0, Some.Key('c')], PatternOf("a z"));
        Assert.Equal([1, Some.Key('a'), 0, 0, Some.Key('c')], PatternOf("b a y z"));

        int[] PatternOf(string letters)
        {
            Assert.True(model.IsAnomalous(Some.OpenSession(letters, model.WindowSize), Some.Key('c'), out var verdict));
            return verdict.Pattern!.Values.ToArray();
        }
    }

    [Theory]
    [InlineData('c', false)]
    [InlineData('z', true)]
    public void AStepMarkedNormalHidesTheWindowsThatHoldItOnlyWhereItsKeyWasNeverLearnt(char letter, bool hides)
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForNewKeys: false, asksForCounts: false);
        MarkFirst(model, $"a {letter}");

        Assert.False(model.IsAnomalous(Some.OpenSession("a"), Some.Key(letter), out var verdict));

        Assert.Equal(hides, verdict.HidesWindow);
    }
}
