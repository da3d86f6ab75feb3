using LogGuard.Keys;
using LogGuard.Learning;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;
using LogGuard.Workflows;

namespace LogGuard.Tests.Learning;

public class WorkflowTrainerTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly List<string> _told = [];

    public WorkflowTrainerTests() => Assert.True(_vocabulary.TryRestore(["one", "two", "three"]));

    [Fact]
    public void TimedSessionsGiveDurationsAndCountOnce()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b c", 50));
        WorkflowTrace[] timed = [.. Enumerable.Repeat(new WorkflowTrace(Some.Keys("a b c"), [0, 20, 300]), 10)];

        var workflow = Assert.Single(Train(corpus, timed).Workflows);

        Assert.Equal(50, workflow.SessionCount);
        var transition = Assert.Single(workflow.Transitions, transition => transition is { From: > 0, Elapsed.Median.Ticks: 300 });
        Assert.Equal((50, 10), (transition.Count, transition.Elapsed!.Count));
        Assert.Equal(["one", "two", "three"], workflow.GetNodes().Where(node => node.Kind == WorkflowNodeKind.Step).Select(node => node.Template));
    }

    [Fact]
    public void ATimedSessionThatIsNotInTheCorpusIsPassedOver()
    {
        var workflow = Assert.Single(Train(Some.Corpus(Enumerable.Repeat("a b c", 50)), [new WorkflowTrace(Some.Keys("c b a"), [0, 1, 2])]).Workflows);

        Assert.Equal("seq(1, 2, 3)", workflow.Root.ToShortText());
        Assert.All(workflow.Transitions, transition => Assert.Null(transition.Elapsed));
    }

    [Fact]
    public void SessionsLongerThanAHistoryAreLeftOut()
    {
        var corpus = Some.Corpus(Enumerable.Repeat(string.Join(' ', Enumerable.Repeat("a b", 200)), 50));

        Assert.Empty(Train(corpus, []).Workflows);
    }

    /// <summary>Time grows with the pairs of keys in each different session; the rarest ones are left out.</summary>
    [Fact]
    public void TooManyPairsOfKeysLeaveOutTheRarestSessions()
    {
        var corpus = Some.Corpus([.. Enumerable.Repeat("a b c", 50), .. Enumerable.Repeat("a c b", 20)]);
        var options = new LogGuard.Workflows.Mining.WorkflowMinerOptions { PairLimit = 17, NoiseLevels = [0] };

        Assert.Equal("seq(1, 2, 3)", Assert.Single(new LogGuard.Workflows.Mining.WorkflowMiner(_vocabulary.GetTemplate, options).Mine(corpus)).Root.ToShortText());

        options.PairLimit = 18;
        Assert.Equal("seq(1, any(2, 3))", Assert.Single(new LogGuard.Workflows.Mining.WorkflowMiner(_vocabulary.GetTemplate, options).Mine(corpus)).Root.ToShortText());
    }

    /// <summary>Workflows explain and judge nothing, so the models are of use without them.</summary>
    [Fact]
    public void AFailureIsToldAndLeavesTheDetectorWithoutWorkflows()
    {
        var set = Train(Some.Corpus(Enumerable.Repeat("a b c", 50)), [new WorkflowTrace(Some.Keys("a b c"), [])]);

        Assert.Empty(set.Workflows);
        Assert.Contains("no workflows were found", Assert.Single(_told));
    }

    [Fact]
    public void AnEndedTrainingEndsTheMining() => Assert.Throws<OperationCanceledException>(() => WorkflowTrainer.Train(
        Some.Corpus(Enumerable.Repeat("a b c", 50)), [], _vocabulary, Diagnostics(), new CancellationToken(canceled: true)));

    private WorkflowSet Train(LogGuard.Sequences.SessionCorpus corpus, WorkflowTrace[] timed) =>
        WorkflowTrainer.Train(corpus, timed, _vocabulary, Diagnostics(), CancellationToken.None);

    private DiagnosticLog Diagnostics() => new(_told.Add, new TestTimeProvider());
}
