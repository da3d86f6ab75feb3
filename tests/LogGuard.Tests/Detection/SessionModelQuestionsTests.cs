using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Models.Windows;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

/// <summary>The list of questions: which are asked, in which order, and what each of them cost.</summary>
public class SessionModelQuestionsTests
{
    private readonly List<string> _asked = [];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public void EachQuestionIsAskedOnceAnEventInItsOrder(int count)
    {
        var model = Model([.. Enumerable.Range(0, count).Select(i => new SilentQuestion($"Q{i}", _asked))]);

        for (var i = 0; i < 3; i++)
        {
            _asked.Clear();
            Assert.False(Judge(model, out _));
            Assert.Equal(Enumerable.Range(0, count).Select(number => $"Q{number}"), _asked);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void AnAnomalyIsCountedForTheQuestionThatRaisedIt(int raising)
    {
        var model = Model([.. Enumerable.Range(0, 6).Select(i => new SilentQuestion($"Q{i}", _asked) { Raises = i == raising })]);

        for (var i = 0; i < 3; i++)
        {
            Assert.True(Judge(model, out var verdict));
            Assert.Same(model.Questions[raising], verdict.Question);
        }

        Assert.Equal(Enumerable.Range(0, 6).Select(i => i == raising ? 3L : 0), model.Costs.Select(cost => cost.Raised));
        Assert.All(model.Costs, cost => Assert.Equal(3, cost.Judged));
    }

    [Fact]
    public void AnEndIsCountedForEachQuestionUpToTheOneThatRaises()
    {
        var model = Model(new SilentQuestion("Q0", _asked), new SilentQuestion("Q1", _asked) { Raises = true }, new SilentQuestion("Q2", _asked));

        Assert.True(model.IsEndAnomalous(Some.OpenSession("a"), out var verdict));

        Assert.Same(model.Questions[1], verdict.Question);
        Assert.Equal([1, 1, 0], model.Costs.Select(cost => cost.Judged));
        Assert.Equal([0, 1, 0], model.Costs.Select(cost => cost.Raised));
    }

    [Fact]
    public void OneEventInAnIntervalIsTimed()
    {
        var model = Model(new SilentQuestion("Q0", _asked));

        Judge(model, out _);
        var first = model.Costs[0].Time;
        Assert.InRange(first, TimeSpan.FromTicks(1), TimeSpan.FromDays(1));
        for (var i = 1; i < QuestionCost.SamplingInterval; i++)
        {
            Judge(model, out _);
        }

        Assert.Equal(first, model.Costs[0].Time);
        Judge(model, out _);
        Assert.True(model.Costs[0].Time > first);
        Assert.Equal(QuestionCost.SamplingInterval + 1, model.Costs[0].Judged);
    }

    [Fact]
    public void ASessionThatIsJudgedAgainDoesNotCount()
    {
        var model = Model(new SilentQuestion("Q0", _asked) { Raises = true });

        Assert.True(model.IsAnomalous(Some.OpenSession("a"), Some.Key('a'), out _));
        Assert.True(model.IsEndAnomalousAgain(Some.OpenSession("a"), out _));

        Assert.Equal((0, 0, TimeSpan.Zero), (model.Costs[0].Judged, model.Costs[0].Raised, model.Costs[0].Time));
    }

    [Fact]
    public void CostsContinueWhenAModelIsReplaced()
    {
        var earlier = Model(new SilentQuestion("Q0", _asked) { Raises = true }, new SilentQuestion("Q1", _asked));
        Judge(earlier, out _);
        var updated = earlier.With(earlier.Questions[1], new SilentQuestion("Q1", _asked));
        Judge(updated, out _);
        var retrained = Model(new SilentQuestion("Q2", _asked), new SilentQuestion("Q0", _asked) { Raises = true });
        retrained.ContinueCosts(updated);
        Judge(retrained, out _);

        Assert.Equal(earlier.Costs, updated.Costs);
        Assert.Equal([("Q2", 1L, 0L), ("Q0", 3L, 3L)], retrained.Costs.Select(cost => (cost.Question, cost.Judged, cost.Raised)));
    }

    private static SessionModel Model(params SilentQuestion[] questions) => new(new SymbolMap([Some.Key('a')]), 10, 100, questions);

    private static bool Judge(SessionModel model, out Verdict verdict) =>
        model.IsAnomalous(Some.OpenSession("a"), Some.Record('a'), double.NaN, new EventValues(null, () => { }), out verdict);

    private sealed class SilentQuestion(string name, List<string> asked) : IQuestion
    {
        public string Name { get; } = name;

        public bool Raises { get; init; }

        public void Judge(ref EventJudgement judgement)
        {
            asked.Add(Name);
            if (Raises)
            {
                judgement.Raise(Found());
            }
        }

        public void JudgeEnd(ref EndJudgement judgement)
        {
            if (Raises)
            {
                judgement.Raise(Found());
            }
        }

        public Explanation Explain(Verdict verdict, ExplanationContext context) => throw new NotSupportedException();

        public void Learn(IReadOnlyList<AnomalyPattern> normal) => throw new NotSupportedException();

        public void MergeKeys(IReadOnlyDictionary<int, int> aliases) => throw new NotSupportedException();

        public void Save(IQuestionWriter writer) => throw new NotSupportedException();

        private Verdict Found() => new(AnomalyKind.Other, 1) { Question = this };
    }
}
