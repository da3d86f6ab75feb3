using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Keys;
using LogGuard.Models.Counts;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection.Questions;

/// <summary>The step that a question names as skipped: the one that its model finds, else the one that the workflow misses.</summary>
public class SkippedStepTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly SessionModel _model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b", 45).Concat(Enumerable.Repeat("a", 15))));

    public SkippedStepTests() => Assert.True(_vocabulary.TryRestore(["placed", "packed", "shipped", "cancelled"]));

    [Fact]
    public void AnEndNamesTheStepThatTheWorkflowMissesAndExpectsNoEnd()
    {
        var explanation = _model.NextKey!.Explain(new Verdict(AnomalyKind.CutShort, 10), Context(Boundary.End));

        Assert.Equal("cancelled", explanation.SkippedStep);
        Assert.Equal(["packed"], explanation.Expected.Select(step => step.Template));
    }

    [Fact]
    public void ALineNamesTheStepThatTheWorkflowMissesIfTheModelFindsNone()
    {
        var explanation = _model.NextKey!.Explain(new Verdict(AnomalyKind.UnexpectedKey, 10), Context(Some.Key('a')));

        Assert.Equal("cancelled", explanation.SkippedStep);
        Assert.Equal("the step \"cancelled\" was skipped", explanation.Reason);
    }

    [Fact]
    public void TheStepThatTheModelFindsComesBeforeTheWorkflows()
    {
        var model = SomeModel.Learn(SomeModel.Regular);

        var explanation = model.NextKey!.Explain(new Verdict(AnomalyKind.UnexpectedKey, 10), Context(Some.Key('c'), model));

        Assert.Equal("packed", explanation.SkippedStep);
    }

    [Theory]
    [InlineData(AnomalyKind.UnusualCounts, 2)]
    [InlineData(AnomalyKind.CutShort, null)]
    public void CountsNameTheStepThatTheWorkflowMisses(AnomalyKind kind, int? expectedCount)
    {
        var violation = new CountViolation(new CountConstraint(Some.Key('b'), 0, [2], [60]), 1);
        var question = SomeModel.Learn(SomeModel.Regular).Find<CountsQuestion>()!;

        var explanation = question.Explain(new Verdict(kind, 10, violation), Context(Boundary.End));

        Assert.Equal("cancelled", explanation.SkippedStep);
        Assert.Equal([("packed", expectedCount)], explanation.Expected.Select(step => (step.Template!, step.Count)));
    }

    private ExplanationContext Context(int key, SessionModel? model = null) => new()
    {
        Model = model ?? _model,
        Session = Some.OpenSession("a"),
        Key = key,
        Vocabulary = _vocabulary,
        ExpectedLimit = 3,
        Workflow = new WorkflowContext
        {
            Name = "Order", Fault = WorkflowFault.Skipped, Steps = ["cancelled"], StepCount = 1, Position = 2, Next = [],
        },
    };
}
