using LogGuard.Keys;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Feedback;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Workflows.Feedback;

public class WorkflowLearnerTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);

    public WorkflowLearnerTests()
    {
        foreach (var letter in "abcdefghijklmnopqrstuvwxyz")
        {
            _vocabulary.GetOrAdd($"step {letter}");
        }
    }

    [Theory]
    [InlineData("a b d e", 3, "seq(1, 2, opt(3), 4, 5)", 2, 4)]
    [InlineData("a d e", 2, "seq(1, opt(seq(2, 3)), 4, 5)", 1, 4)]
    [InlineData("a b b c d e", 3, "seq(1, 2{1..2}, 3, 4, 5)", 2, 2)]
    [InlineData("a b c b c d e", 4, "seq(1, seq(2, 3){1..2}, 4, 5)", 3, 2)]
    [InlineData("a b x c d e", 3, "seq(1, 2, opt(24), 3, 4, 5)", 2, 24)]
    [InlineData("x a b c d e", 1, "seq(opt(24), 1, 2, 3, 4, 5)", 0, 24)]
    public void WhatASessionDidOtherwiseIsAddedOnce(string session, int position, string expected, int from, int to)
    {
        var trained = Mine("a b c d e");
        var learnt = Learn(trained, Lesson(session, position));

        var workflow = Assert.Single(learnt.Workflows);
        Assert.Equal(expected, workflow.Root.ToShortText());
        Assert.True(learnt.Accepts(Some.Keys("a b c d e")));
        Assert.True(learnt.Accepts(Some.Keys(session)));
        Assert.False(learnt.Accepts(Some.Keys("a c b d e")));
        var nodes = workflow.GetNodes();
        var edge = Assert.Single(workflow.Transitions, transition => transition.Count == 1);
        Assert.Equal((from, to), (edge.From < 0 ? 0 : nodes[edge.From].Key, nodes[edge.To].Key));
        Assert.Null(WorkflowValidation.FindFault(workflow));

        // All other edges lead where they led.
        Assert.Equal(
            Edges(trained.Workflows[0]).Append($"{from}>{to}").Distinct().Order(), Edges(workflow).Order());
    }

    [Fact]
    public void AnEndThatCameEarlyIsAnEnd()
    {
        var learnt = Learn(Mine("a b c d e"), Lesson("a b c", 3, WorkflowFault.EndedEarly));

        Assert.Equal("seq(1, 2, 3, opt(seq(4, 5)))", learnt.Workflows[0].Root.ToShortText());
        Assert.True(learnt.Accepts(Some.Keys("a b c")));
        Assert.False(learnt.Accepts(Some.Keys("a b")));
        Assert.Contains(learnt.Workflows[0].Transitions, transition => transition is { To: WorkflowTransition.End, Count: 1 });
    }

    [Fact]
    public void ALoopGetsOneMoreIteration()
    {
        var trained = Mine([.. Enumerable.Repeat("a b c", 30), .. Enumerable.Repeat("a b b c", 30)]);
        Assert.Equal("seq(1, 2{1..2}, 3)", trained.Workflows[0].Root.ToShortText());

        var learnt = Learn(trained, Lesson("a b b b c", 4));

        Assert.Equal("seq(1, 2{1..3}, 3)", learnt.Workflows[0].Root.ToShortText());
    }

    [Fact]
    public void ALateStepWidensTheTimesOfItsEdgeAndOfNoOther()
    {
        var trained = new WorkflowSet(new WorkflowMiner(_vocabulary.GetTemplate).Mine(
            [.. Enumerable.Range(0, 40).Select(i => new WorkflowTrace(Some.Keys("a b c"), [0, 100 + i, 1000 + i]))], 0));

        var learnt = Learn(trained, new WorkflowLesson(Some.Keys("a b c"), 2, WorkflowFault.Late, 9_999));

        var (before, after) = (trained.Workflows[0].Transitions, learnt.Workflows[0].Transitions);
        var changed = Assert.Single(after.Zip(before), pair => pair.First != pair.Second);
        Assert.Equal((1, 2), (changed.First.From, changed.First.To));
        Assert.Equal((9_999, 9_999, 41), (changed.First.Elapsed!.Percentile99.Ticks, changed.First.Elapsed.Longest.Ticks, changed.First.Elapsed.Count));
        Assert.Equal(changed.Second.Elapsed!.Median, changed.First.Elapsed.Median);
    }

    [Fact]
    public void TheOrderOfAnswersIsOfNoMatterAndEachIsLearntOnce()
    {
        var trained = Mine("a b c d e");
        WorkflowLesson[] lessons = [Lesson("a c b d e", 2), Lesson("a c b d e", 3), Lesson("a b c d x e", 5), Lesson("a b c d x e", 5)];

        var learnt = Learn(trained, lessons);

        Assert.True(learnt.Accepts(Some.Keys("a c b d e")));
        Assert.True(learnt.Accepts(Some.Keys("a b c d x e")));
        Assert.Equal(WorkflowJson.Write(learnt.Workflows), WorkflowJson.Write(Learn(trained, lessons.Reverse()).Workflows));
        Assert.Equal("seq(1, 2, 3, 4, 5)", trained.Workflows[0].Root.ToShortText());
    }

    [Fact]
    public void ASessionOfNoWorkflowTeachesNothing()
    {
        var trained = Mine("a b c d e");

        Assert.Same(trained, Learn(trained, Lesson("u v w x y", 5)));
        Assert.Same(trained, Learn(trained, new WorkflowLesson([1, 2, LogKey.Unknown, 3, 4, 5], 3, WorkflowFault.Foreign, 0)));
        Assert.Same(WorkflowSet.Empty, Learn(WorkflowSet.Empty, Lesson("a b", 2)));
    }

    /// <summary>Whatever is learnt, what followed before follows still, and what can be learnt follows now.</summary>
    [Fact]
    public void NoSessionThatFollowedAWorkflowFallsOutOfIt()
    {
        var random = new Random(7);
        var trained = Mine([.. Enumerable.Repeat("a b c d e f", 40), .. Enumerable.Repeat("a c b d g f", 40), .. Enumerable.Repeat("a b c d d e f", 20)]);
        string[] normal = ["abcdef", "acbdgf", "abcddef"];
        Assert.All(normal, session => Assert.True(trained.Accepts(Some.Keys(session)), session));
        var learntCount = 0;
        for (var round = 0; round < 200; round++)
        {
            var session = Mutate(random, normal[round % normal.Length]);
            if (Fault(trained, Some.Keys(session)) is not { } lesson)
            {
                continue;
            }

            var learnt = Learn(trained, lesson);

            Assert.All(normal, other => Assert.True(learnt.Accepts(Some.Keys(other)), $"{session}: {learnt.Workflows[0]}"));
            learntCount += Fault(learnt, Some.Keys(session)) is not { } next || next.Position > lesson.Position || next.Fault == WorkflowFault.EndedEarly ? 1 : 0;
        }

        Assert.True(learntCount > 150, $"{learntCount}");
    }

    // The first thing that is wrong in a session.
    private static WorkflowLesson? Fault(WorkflowSet set, int[] keys)
    {
        var tracker = new WorkflowTracker(set);
        for (var i = 0; i < keys.Length; i++)
        {
            if (tracker.Advance(keys[i]).Kind is not WorkflowMoveKind.Fits)
            {
                return new WorkflowLesson(keys, i + 1, WorkflowFault.Skipped, 0);
            }
        }

        var missing = new List<int>();
        tracker.CollectMissing(missing);
        return missing.Count == 0 ? null : new WorkflowLesson(keys, keys.Length, WorkflowFault.EndedEarly, 0);
    }

    private static string Mutate(Random random, string session)
    {
        var place = random.Next(session.Length);
        return random.Next(4) switch
        {
            0 => session.Remove(place, 1),
            1 => session.Insert(place, session[random.Next(session.Length)].ToString()),
            2 => session.Insert(place, "z"),
            _ => place == 0 ? session : session.Remove(place, 1).Insert(place - 1, session[place].ToString()),
        };
    }

    private static IEnumerable<string> Edges(Workflow workflow)
    {
        var nodes = workflow.GetNodes();
        return workflow.Transitions.Select(edge => $"{(edge.From < 0 ? 0 : nodes[edge.From].Key)}>{(edge.To < 0 ? 0 : nodes[edge.To].Key)}");
    }

    private static WorkflowLesson Lesson(string session, int position, WorkflowFault fault = WorkflowFault.Skipped) =>
        new(Some.Keys(session), position, fault, 0);

    private WorkflowSet Learn(WorkflowSet trained, params IEnumerable<WorkflowLesson> lessons) => new WorkflowLearner(_vocabulary).Learn(trained, lessons);

    private WorkflowSet Mine(string session) => Mine([.. Enumerable.Repeat(session, 60)]);

    private WorkflowSet Mine(string[] sessions) =>
        new(new WorkflowMiner(_vocabulary.GetTemplate).Mine([.. sessions.Select(session => new WorkflowTrace(Some.Keys(session)))], 0));
}
