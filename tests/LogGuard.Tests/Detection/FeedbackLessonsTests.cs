using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;
using LogGuard.Workflows.Feedback;

namespace LogGuard.Tests.Detection;

/// <summary>What marks keep for models to learn from.</summary>
public class FeedbackLessonsTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly FeedbackMarks _marks;

    public FeedbackLessonsTests()
    {
        foreach (var letter in "abcd")
        {
            _vocabulary.GetOrAdd($"step {letter}");
        }

        _marks = New();
    }

    [Fact]
    public void AMarkKeepsWhatWasMarkedAndForgetsItWithTheMark()
    {
        Assert.True(_marks.Mark(Value(63.2), isNormal: true));
        Assert.True(_marks.Mark(Value(63.2), isNormal: true));

        var pattern = Assert.Single(_marks.ToArray(isNormal: true));
        Assert.Equal(("Seconds", 63.2), (pattern.Lesson!.Value!.Name, pattern.Lesson.Value.Value));
        Assert.Equal((1, 2), (pattern.Key, pattern.Feature));

        Assert.True(_marks.Mark(Value(63.2), isNormal: false));
        Assert.Equal(0, _marks.LessonCount);
        Assert.Null(Assert.Single(_marks.ToArray(isNormal: false)).Lesson);
    }

    [Fact]
    public void TheLastWordTeaches()
    {
        _marks.Mark(Value(40), isNormal: false);
        _marks.Mark(Value(63.2), isNormal: true);

        Assert.Equal(63.2, Assert.Single(_marks.ToArray(isNormal: true)).Lesson!.Value!.Value);
    }

    [Fact]
    public void LessonsAreTakenOverFromASnapshot()
    {
        _marks.Mark(Value(63.2), isNormal: true);
        var other = New();

        other.Restore(_marks.ToArray(isNormal: true), []);

        Assert.Equal(63.2, Assert.Single(other.ToArray(isNormal: true)).Lesson!.Value!.Value);
        other.Replace([], [], []);
        Assert.Equal(0, other.LessonCount);
    }

    [Fact]
    public void LessonsFollowMergedKeys()
    {
        _marks.Mark(Value(63.2), isNormal: true);
        var mined = _vocabulary.AddMined("step <*>");
        Assert.True(_vocabulary.AddAlias(1, mined));

        _marks.MergeKeys();

        var pattern = Assert.Single(_marks.ToArray(isNormal: true));
        Assert.Equal((mined, 63.2), (pattern.Key, pattern.Lesson!.Value!.Value));
    }

    [Fact]
    public void NoMoreLessonsAreKeptThanTheLimit()
    {
        for (var i = 0; i <= MarkLessons.Limit; i++)
        {
            var pattern = new AnomalyPattern(AnomalyPattern.OfCount(new int[4], 1, 2, i), lesson: new Lesson(null, new WorkflowLesson([1], 1, WorkflowFault.Foreign, 0)));
            Assert.True(_marks.Mark(PipelineLog.Anomaly(1) with { Origin = pattern }, isNormal: true));
        }

        Assert.Equal(MarkLessons.Limit, _marks.LessonCount);
        Assert.Equal(MarkLessons.Limit + 1, _marks.NormalCount);
    }

    [Fact]
    public void ByItsIdAnAnomalyTeachesWorkflowsForAWhileAndValuesForLonger()
    {
        for (var id = 1; id <= AnomalyHistory.TrailLimit + 1; id++)
        {
            var pattern = new AnomalyPattern(Pattern(id * 1000.0), lesson: new Lesson(new ValueLesson("Seconds", id * 1000), new WorkflowLesson([1], 1, WorkflowFault.Foreign, 0)));
            _marks.Remember(PipelineLog.Anomaly(1) with { Id = id, Origin = pattern });
        }

        Assert.True(_marks.Mark(1, isNormal: true));
        Assert.True(_marks.Mark(AnomalyHistory.TrailLimit + 1, isNormal: true));

        Assert.Equal(
            [(1_000, false), ((AnomalyHistory.TrailLimit + 1) * 1000.0, true)],
            _marks.ToArray(isNormal: true).Select(pattern => (pattern.Lesson!.Value!.Value, pattern.Lesson.Step is not null)).Order());
    }

    [Fact]
    public void AnAnswerToTooHighAValueSaysNothingOfTooLowOnes()
    {
        _marks.Mark(Value(30), isNormal: true);

        Assert.True(_marks.IsNormal(Pattern(31)));
        Assert.False(_marks.IsNormal(Pattern(16.1, isLow: true)));
        Assert.False(_marks.IsNormal(Pattern(33)));
        Assert.True(new AnomalyPattern(Pattern(16.1, isLow: true)).IsOfValue);
        Assert.Equal(2, new AnomalyPattern(Pattern(16.1, isLow: true)).Feature);
    }

    private FeedbackMarks New() => new(_vocabulary, new DiagnosticLog(null, TimeProvider.System));

    private static int[] Pattern(double value, bool isLow = false) =>
        AnomalyPattern.OfValue(new int[4], 1, feature: 2, value, isExact: false, isLow).ToArray();

    private static Anomaly Value(double value) => PipelineLog.Anomaly(1) with
    {
        Origin = new AnomalyPattern(Pattern(value), lesson: new Lesson(new ValueLesson("Seconds", value), null)),
    };
}
