using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>How many changes are learnt and named, and how those that share sessions affect each other.</summary>
public class LastingChangesTests
{
    private const int NewKey = 10;

    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly SessionModel _model = SomeModel.Learn(SomeModel.Regular);

    public LastingChangesTests()
    {
        Assert.True(_vocabulary.TryRestore([.. Enumerable.Range(1, 99).Select(key => $"template {key}")]));
    }

    [Fact]
    public void NoMoreThanALimitAreLearntAtATimeAndFewAreNamed()
    {
        var changes = Find(1_000, i => [1, 2, 2, NewKey + (i % 40), 3]);

        Assert.Equal(LastingChanges.Limit, changes.Learnt.Count());
        Assert.Equal(8, changes.All.Count(change => change.Fate == ChangeFate.TooMany));
        var report = ChangeReport.Of(changes, new ChangedValues(_model, [], _vocabulary), _vocabulary)!;
        Assert.StartsWith("training again learns 32 changes that lasted: the new line \"template 10\" in 25 of 1,000 recent sessions, since 2026-01-01 12:00 UTC; ", report);
        Assert.Contains("; and 27 more. It leaves out 8 reported changes: ", report);
        Assert.EndsWith(", more than 32 at a time; and 3 more.", report);
        Assert.Equal(LastingChanges.Limit, ChangeReport.LearntOf(changes, _vocabulary).Count());
    }

    /// <summary>A fault in every tenth session of a change leaves too many doubts; in every fiftieth it leaves none about the others.</summary>
    [Theory]
    [InlineData(10, nameof(ChangeFate.Others))]
    [InlineData(50, nameof(ChangeFate.Learnt))]
    public void SessionsWithSomethingElseAreNotLearntAndSpeakAgainstTheChange(int each, string fate)
    {
        const int Fault = NewKey + 1;
        Func<int, int[]> keys = i => i % each == 0 ? [1, 2, 2, NewKey, Fault, 3] : [1, 2, 2, NewKey, 3];
        var marked = ChangeCause.Of(new AnomalyPattern(AnomalyPattern.OfKey(new int[2], Fault)));

        var changes = Find(500, keys, marked);

        Assert.Equal(fate, changes.All.Single(change => change.Cause.Key == NewKey).Fate.ToString());
        Assert.Equal(ChangeFate.Marked, changes.All.Single(change => change.Cause.Key == Fault).Fate);
        Assert.Equal(fate == nameof(ChangeFate.Learnt), changes.Accepts(new LogKeySequence(keys(1)), new KeptFacts(1, false, [])));
        Assert.False(changes.Accepts(new LogKeySequence(keys(0)), new KeptFacts(1, false, [])));
    }

    [Fact]
    public void ALearntChangeDoesNotExcuseAnErrorNorAnotherFinding()
    {
        var changes = Find(100, _ => [1, 2, 2, NewKey, 3]);
        var sequence = new LogKeySequence([1, 2, 2, NewKey, 3]);

        Assert.True(changes.Accepts(sequence, new KeptFacts(1, false, [])));
        Assert.False(changes.Accepts(sequence, new KeptFacts(1, false, [2])));
        Assert.False(changes.Accepts(sequence, new KeptFacts(1, true, [])));
        Assert.False(changes.Accepts(sequence, KeptFacts.Unknown));
        Assert.True(changes.Accepts(new LogKeySequence([1, 2, 2, 3]), KeptFacts.Unknown));
    }

    [Fact]
    public void NothingReportedIsNothingToTell() =>
        Assert.Null(ChangeReport.Of(Find(100, _ => [1, 2, 2, 3]), new ChangedValues(_model, [], _vocabulary), _vocabulary));

    [Fact]
    public void TheLatestChangesAreRemembered()
    {
        var all = Enumerable.Range(0, 150).Select(i => new LearntChange($"Key {i}", "")).ToArray();

        Assert.Equal(all[50..], LearntChange.Join(all[..120], all[120..]));
    }

    private LastingChanges Find(int count, Func<int, int[]> keys, params AnomalyPattern[] marked)
    {
        var kept = Enumerable.Range(0, count)
            .Select(i => (new LogKeySequence(keys(i)), new KeptFacts(TestTimeProvider.Start.AddMinutes(i).UtcTicks, false, []))).ToArray();
        return LastingChanges.Find(
            kept, new SessionRecheck(_model), _model.Symbols.Knows, new SessionHabits([3], []), marked.ToDictionary(cause => cause, _ => ChangeFate.Marked), _vocabulary, rate: 0.001);
    }
}
