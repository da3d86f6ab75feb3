using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Detection;

/// <summary>Anomalies in one stream, or in a session that mixes tasks: a b c d and e f g h, a second from step to step.</summary>
public class WorkflowLocatorTaskTests
{
    private static readonly long Second = TimeSpan.TicksPerSecond;
    private static readonly Verdict Odd = new(AnomalyKind.UnexpectedKey, 12);

    private readonly LogKeyVocabulary _vocabulary = new(100);

    public WorkflowLocatorTaskTests() => Assert.True(_vocabulary.TryRestore([.. "abcdefghijx".Select(letter => letter.ToString())]));

    [Theory]
    [InlineData("a b c d a b", "x", WorkflowFault.Foreign, "x", "b", "c")]
    [InlineData("a b c d a b", "d", WorkflowFault.Skipped, "c", "b", "c")]
    [InlineData("a b c d a b", "b", WorkflowFault.Repeated, "b", "b", "c")]
    [InlineData("e f g h a b", "e", WorkflowFault.Foreign, "e", "b", "c")]
    [InlineData("e f g h a b c", "e", WorkflowFault.Skipped, "d", "c", "d")]
    public void AnAnomalyIsPlacedInItsOwnTask(string before, string key, WorkflowFault fault, string step, string? last, string next)
    {
        var context = Locate(before, key)!;

        Assert.Equal((fault, last), (context.Fault, context.LastStep));
        Assert.Equal([step], context.Steps);
        Assert.Equal(before.Split(' ').Length + 1, context.Position);
        Assert.Equal(next, context.Next[0].Template);
    }

    [Fact]
    public void OtherTasksInBetweenAreNotForeign()
    {
        // Twice as fast, so that each step is as long behind that of its own task as it usually is.
        var session = Open(isStream: true, ("a", 0.5), ("e", 0.5), ("b", 0.5), ("f", 0.5), ("c", 0.5));

        var context = new WorkflowLocator(_vocabulary).Locate(Model(), session, KeyOf("x"), 3 * Second, Odd)!;

        Assert.Equal((WorkflowFault.Foreign, "c", 6L), (context.Fault, context.LastStep, context.Position));
        Assert.Equal("d", Assert.Single(context.Next).Template);
        Assert.Null(context.SlowStep);
    }

    [Fact]
    public void AStepThatIsLateInItsTaskIsNamedWithTheTimeItTook()
    {
        var session = Open(isStream: true, ("e", 1), ("f", 1), ("g", 1), ("h", 1), ("a", 1));

        var context = new WorkflowLocator(_vocabulary).Locate(Model(), session, KeyOf("b"), 65 * Second, Odd)!;

        Assert.Equal((WorkflowFault.Late, 6L), (context.Fault, context.Position));
        Assert.Equal(("a", "b", TimeSpan.FromSeconds(60), 6L), (context.SlowStep!.Template, context.SlowStep.Until, context.SlowStep.Took, context.SlowStep.Position));
    }

    [Fact]
    public void TheBeginningOfATaskThatWasThereBeforeTheFirstLineIsNotMissing()
    {
        var stream = Locate("c d", "x");
        var session = Locate("c d", "x", isStream: false);

        Assert.Equal((WorkflowFault.Foreign, 3L), (stream!.Fault, stream.Position));
        Assert.Equal((WorkflowFault.Foreign, 3L), (session!.Fault, session.Position));
        Assert.Equal(WorkflowFault.None, Locate("b c", "d")!.Fault);
        Assert.Equal((WorkflowFault.Skipped, "a"), (Locate("e f g h", "b", isStream: false)!.Fault, Locate("e f g h", "b", isStream: false)!.Steps[0]));
    }

    [Fact]
    public void AtTheEndOfASessionWhatItsLastTaskLacksIsNamed()
    {
        var context = new WorkflowLocator(_vocabulary).LocateEnd(Model(), OpenLetters("a b c d e f", isStream: false), new Verdict(AnomalyKind.CutShort, 12))!;

        Assert.Equal((WorkflowFault.EndedEarly, "f"), (context.Fault, context.LastStep));
        Assert.Equal(["g", "h"], context.Steps);
    }

    [Fact]
    public void WhereNoTaskHasAnyLineThereIsNoContext()
    {
        Assert.Null(Locate("x x x", "x"));
        Assert.Null(new WorkflowLocator(_vocabulary).LocateEnd(Model(), OpenLetters("x x", isStream: false), Odd));
    }

    [Fact]
    public void TheNextAnomalyIsPlacedAsIfItWereTheFirst()
    {
        var locator = new WorkflowLocator(_vocabulary);
        var model = Model();

        var first = locator.Locate(model, OpenLetters("a b", isStream: true), KeyOf("x"), 3 * Second, Odd)!;
        locator.Locate(model, OpenLetters("e f", isStream: true), KeyOf("x"), 3 * Second, Odd);
        var again = locator.Locate(model, OpenLetters("a b", isStream: true), KeyOf("x"), 3 * Second, Odd)!;

        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal("b", again.LastStep);
    }

    [Fact]
    public void TheTasksAreThoseOfTheModelThatJudges()
    {
        var locator = new WorkflowLocator(_vocabulary);
        var session = OpenLetters("a b", isStream: true);

        Assert.Equal("c", Assert.Single(locator.Locate(Model(), session, KeyOf("x"), 3 * Second, Odd)!.Next).Template);
        Assert.Equal("i", Assert.Single(locator.Locate(Model("a b i j"), session, KeyOf("x"), 3 * Second, Odd)!.Next).Template);
        Assert.Equal("c", Assert.Single(locator.Locate(Model(), session, KeyOf("x"), 3 * Second, Odd)!.Next).Template);
    }

    private WorkflowContext? Locate(string before, string key, bool isStream = true)
    {
        var session = OpenLetters(before, isStream);
        return new WorkflowLocator(_vocabulary).Locate(Model(), session, KeyOf(key), session.History.LastTimestamp + Second, Odd);
    }

    private Session OpenLetters(string letters, bool isStream) => Open(isStream, [.. letters.Split(' ').Select(letter => (letter, 1.0))]);

    private Session Open(bool isStream, params (string Letter, double Elapsed)[] steps)
    {
        var tracker = new SessionTracker(3, 10, TimeSpan.FromDays(1), new TestTimeProvider());
        var session = tracker.GetOrOpen(isStream ? SessionId.Stream : SessionId.From("s"), 0);
        var time = 0L;
        foreach (var (letter, elapsed) in steps)
        {
            time += (long)(elapsed * Second);
            session.Append(KeyOf(letter), time);
        }

        return session;
    }

    private int KeyOf(string letter) => _vocabulary.GetOrAdd(letter);

    private SessionModel Model(string first = "a b c d")
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        model.Workflows = new WorkflowSet([.. new[] { first, "e f g h" }.SelectMany(letters => new WorkflowMiner(_vocabulary.GetTemplate).Mine(
            [new WorkflowTrace([.. letters.Split(' ').Select(KeyOf)], [0, Second, Second, Second], 60)], 0)).Select(workflow => workflow with { IsTask = true })]);
        return model;
    }
}
