using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Models.Counts;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Detection;

public class WorkflowLocatorTests
{
    private static readonly string[] Templates =
        ["Terminating instance", "VM Stopped", "Instance destroyed successfully", "Deleting instance files *", "Deletion complete", "Failed to clean up", "Creating image", "VM Started", "Took * seconds to build"];

    private static readonly long Second = TimeSpan.TicksPerSecond;
    private static readonly Verdict Odd = new(AnomalyKind.UnexpectedKey, 12);

    private readonly LogKeyVocabulary _vocabulary = new(100);

    public WorkflowLocatorTests() => Assert.True(_vocabulary.TryRestore(Templates));

    /// <summary>
    /// Du et al., DeepLog, section 4.4.2 and figure 5: the error came right after "Instance destroyed successfully" and
    /// before "Deleting instance files *", that is during the cleanup.
    /// </summary>
    [Fact]
    public void AForeignLineIsPlacedBetweenTheStepsAroundIt()
    {
        var context = Locate("a b c", 'f')!;

        Assert.Equal(WorkflowFault.Foreign, context.Fault);
        Assert.Equal(["Failed to clean up"], context.Steps);
        Assert.Equal("Instance destroyed successfully", context.LastStep);
        Assert.Equal(4, context.Position);
        var next = Assert.Single(context.Next);
        Assert.Equal(("Deleting instance files *", 1.0), (next.Template, next.Share));
        Assert.Equal(Second, next.Elapsed!.Median.Ticks);
        Assert.Equal("\"Failed to clean up\" came after \"Instance destroyed successfully\", and is no step of this workflow", context.Describe());
        Assert.Null(context.SlowStep);
    }

    /// <summary>Section 5.5: the time of key 53 is wrong, and its previous key is 52, "Creating image", which took too long.</summary>
    [Fact]
    public void TheStepBeforeExplainsALateOne()
    {
        var context = Locate("g", 'h', elapsed: 60)!;

        Assert.Equal(WorkflowFault.Late, context.Fault);
        Assert.Equal(["VM Started"], context.Steps);
        Assert.Equal(("Creating image", "VM Started", TimeSpan.FromSeconds(60), 2L),
            (context.SlowStep!.Template, context.SlowStep.Until, context.SlowStep.Took, context.SlowStep.Position));
        Assert.Equal("\"Creating image\" took 1 min 0 s until \"VM Started\"; usually 12 s, and 99 times in 100 no more than 12 s", context.SlowStep.ToString());
    }

    /// <summary>The same section, of key 56: the build time is wrong, and an earlier step is why.</summary>
    [Fact]
    public void AnEarlierStepExplainsALaterAnomaly()
    {
        var session = Open((7, 0), (8, 60));

        var context = new WorkflowLocator(_vocabulary).Locate(Model(), session, 9, 61 * Second, Odd)!;

        Assert.Equal((WorkflowFault.Late, 2L), (context.Fault, context.Position));
        Assert.Equal("Creating image", context.SlowStep!.Template);
        Assert.Equal("Creating image", context.LastStep);
    }

    /// <summary>The later one took less time, and yet cost more: it usually takes one second, and the other one twelve.</summary>
    [Fact]
    public void OfSeveralSlowStepsTheOneThatCostMostIsNamed()
    {
        var slow = new WorkflowLocator(_vocabulary).Locate(Model(), Open((7, 0), (8, 60), (9, 50)), 6, 111 * Second, Odd)!.SlowStep!;

        Assert.Equal(("VM Started", "Took * seconds to build", TimeSpan.FromSeconds(50), 3L), (slow.Template, slow.Until, slow.Took, slow.Position));

        slow = new WorkflowLocator(_vocabulary).Locate(Model(), Open((7, 0), (8, 60), (9, 40)), 6, 101 * Second, Odd)!.SlowStep!;

        Assert.Equal(("Creating image", TimeSpan.FromSeconds(60), 2L), (slow.Template, slow.Took, slow.Position));
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void AStepThatWasTimedSeldomIsNeverSlow(int count, bool isSlow)
    {
        var context = new WorkflowLocator(_vocabulary).Locate(Model(count), Open((7, 0)), 8, 600 * Second, Odd)!;

        Assert.Equal(isSlow, context.SlowStep is not null);
        Assert.Equal(isSlow ? WorkflowFault.Late : WorkflowFault.None, context.Fault);
    }

    [Fact]
    public void AtTheEndASlowStepIsNamedWhereNothingElseIsWrong()
    {
        var context = new WorkflowLocator(_vocabulary).LocateEnd(Model(), Open((7, 0), (8, 60), (9, 1)), Odd)!;

        Assert.Equal((WorkflowFault.Late, 2L, "Creating image"), (context.Fault, context.Position, context.SlowStep!.Template));
    }

    [Fact]
    public void WhereNothingIsWrongInTheWorkflowTheEndIsNamed()
    {
        var context = LocateEnd("a b c d e")!;

        Assert.Equal((WorkflowFault.None, 5L, null), (context.Fault, context.Position, context.Template));
        Assert.Empty(context.Steps);
        Assert.Equal("Deletion complete", context.LastStep);
    }

    [Theory]
    [InlineData(2, 0, "VM Stopped", 2)]
    [InlineData(9, 2, "VM Stopped", 2)]
    [InlineData(4, 0, "Deleting instance files *", 3)]
    [InlineData(9, 0, "Deleting instance files *", 3)]
    public void OfSeveralDeviationsTheOneThatABrokenCountIsAboutIsNamed(int key, int partner, string step, int position)
    {
        var verdict = new Verdict(AnomalyKind.UnusualCounts, 12) { About = (key, partner) };

        var context = new WorkflowLocator(_vocabulary).LocateEnd(Model(), Open((1, 0), (3, 1), (5, 1)), verdict)!;

        Assert.Equal((WorkflowFault.Skipped, (long)position), (context.Fault, context.Position));
        Assert.Equal([step], context.Steps);
    }

    [Fact]
    public void TheWorkflowsAreThoseOfTheModelThatJudges()
    {
        var locator = new WorkflowLocator(_vocabulary);
        var other = SomeModel.Learn(SomeModel.Regular);
        other.Workflows = Mine(new WorkflowTrace(Some.Keys("a b c f"), [0, Second, Second, Second], 60));
        var session = Open((1, 0), (2, 1), (3, 1));

        Assert.Equal(WorkflowFault.Foreign, Fault(Model()));
        Assert.Equal(WorkflowFault.None, Fault(other));
        Assert.Equal(WorkflowFault.Foreign, Fault(Model()));

        WorkflowFault Fault(SessionModel model) => locator.Locate(model, session, 6, 3 * Second, Odd)!.Fault;
    }

    [Fact]
    public void AMergedKeyIsFoundUnderItsOwn()
    {
        _vocabulary.AddAlias(6, 3);

        var context = LocateEnd("a b f d e")!;

        Assert.Equal(WorkflowFault.None, context.Fault);
    }

    [Fact]
    public void WhatIsHardlyLongerThanUsualIsNotSlow() => Assert.Null(Locate("g", 'h', elapsed: 17)!.SlowStep);

    /// <summary>Whoever found the time unusual has looked closer than a percentile.</summary>
    [Fact]
    public void WhatIsKnownToBeLateIsSaidToBe()
    {
        var session = Open((7, 0));

        var context = new WorkflowLocator(_vocabulary).Locate(Model(), session, 8, 17 * Second, Odd with { IsLate = true })!;

        Assert.Equal(WorkflowFault.Late, context.Fault);
        Assert.Equal(("Creating image", TimeSpan.FromSeconds(17)), (context.SlowStep!.Template, context.SlowStep.Took));
    }

    [Fact]
    public void SkippedStepsAreNamed()
    {
        var context = Locate("a b", 'e')!;

        Assert.Equal(WorkflowFault.Skipped, context.Fault);
        Assert.Equal(["Instance destroyed successfully", "Deleting instance files *"], context.Steps);
        Assert.Equal("\"Deletion complete\" came after \"VM Stopped\", and between them \"Instance destroyed successfully\", \"Deleting instance files *\" are missing", context.Describe());
    }

    [Theory]
    [InlineData("a b", 'b', WorkflowFault.Repeated, "VM Stopped")]
    [InlineData("a c", 'b', WorkflowFault.OutOfOrder, "VM Stopped")]
    [InlineData("a b", 'c', WorkflowFault.None, null)]
    [InlineData("", 'b', WorkflowFault.Skipped, "Terminating instance")]
    [InlineData("", 'h', WorkflowFault.Skipped, "Creating image")]
    public void WhatHappenedIsTold(string before, char key, WorkflowFault fault, string? step)
    {
        var context = Locate(before, key)!;

        Assert.Equal(fault, context.Fault);
        Assert.Equal(step, context.Steps is [var first, ..] ? first : null);
    }

    [Fact]
    public void AnEndTooEarlyNamesWhatIsMissing()
    {
        var context = LocateEnd("a b c")!;

        Assert.Equal(WorkflowFault.EndedEarly, context.Fault);
        Assert.Equal(["Deleting instance files *", "Deletion complete"], context.Steps);
        Assert.Null(context.Template);
        Assert.Equal("Instance destroyed successfully", context.LastStep);
        Assert.Equal([4, 5], context.GetPath()!.Skipped);
    }

    /// <summary>Nothing was said when it happened, so the end says it.</summary>
    [Fact]
    public void AtTheEndAnEarlierDeviationIsNamed()
    {
        var context = LocateEnd("a b d e")!;

        Assert.Equal((WorkflowFault.Skipped, 3L), (context.Fault, context.Position));
        Assert.Equal(["Instance destroyed successfully"], context.Steps);
    }

    [Fact]
    public void WhereNoWorkflowFitsThereIsNoContext()
    {
        Assert.Null(Locate("f f f", 'a'));
        Assert.Null(Locate("", 'f'));
        var bare = SomeModel.Learn(SomeModel.Regular);
        Assert.Null(new WorkflowLocator(_vocabulary).Locate(bare, Open((1, 0)), 6, 0, Odd));
    }

    [Fact]
    public void ASessionThatIsNotKnownFromItsBeginningHasNoContext()
    {
        var session = Open((1, 0));
        session.MarkHole(3);
        session.Append(2, 0);

        Assert.Null(new WorkflowLocator(_vocabulary).Locate(Model(), session, 6, 0, Odd));
        Assert.Null(new WorkflowLocator(_vocabulary).LocateEnd(Model(), session, Odd));
    }

    [Fact]
    public void TheNextAnomalyIsPlacedAsIfItWereTheFirst()
    {
        var locator = new WorkflowLocator(_vocabulary);
        var model = Model();

        var (first, _, again) = (Run(), locator.Locate(model, Open((7, 0)), 6, 0, Odd), Run());

        Assert.Equal(first!.ToString(), again!.ToString());
        Assert.Equal(first.Fault, again.Fault);

        WorkflowContext? Run() => locator.Locate(model, Open((1, 0), (2, 1)), 5, 2 * Second, Odd);
    }

    private WorkflowContext? Locate(string before, char key, int elapsed = 1)
    {
        var session = Open([.. Some.Keys(before).Select(step => (step, 1))]);
        return new WorkflowLocator(_vocabulary).Locate(Model(), session, Some.Key(key), session.History.LastTimestamp + (elapsed * Second), Odd);
    }

    private WorkflowContext? LocateEnd(string letters) =>
        new WorkflowLocator(_vocabulary).LocateEnd(Model(), Open([.. Some.Keys(letters).Select(step => (step, 1))]), new Verdict(AnomalyKind.CutShort, 12));

    private static Session Open(params (int Key, int Elapsed)[] steps)
    {
        var session = Some.OpenSession("");
        var time = 0L;
        foreach (var (key, elapsed) in steps)
        {
            time += elapsed * Second;
            session.Append(key, time);
        }

        return session;
    }

    // A deletion, each step of which takes a second, and a creation, which waits twelve for the image.
    private SessionModel Model(int creations = 50)
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        model.Workflows = Mine(
            new WorkflowTrace(Some.Keys("a b c d e"), [0, Second, Second, Second, Second], 60),
            new WorkflowTrace(Some.Keys("g h i"), [0, 12 * Second, Second], creations));
        return model;
    }

    private WorkflowSet Mine(params WorkflowTrace[] traces) => new(new WorkflowMiner(_vocabulary.GetTemplate).Mine(traces, 0));
}
