using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;
using Xunit.Abstractions;

namespace LogGuard.Tests.Workflows;

public class WorkflowMinerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("seq(1, 2, 3)", "a b c")]
    [InlineData("seq(1, any(2, 3), 4)", "a b c d", "a c b d")]
    [InlineData("seq(1, one(2, 3), 4)", "a b d", "a c d")]
    [InlineData("seq(1, opt(2), 3)", "a b c", "a c")]
    [InlineData("seq(1, opt(seq(2, 3)), 4)", "a b c d", "a d")]
    [InlineData("seq(1, any(seq(2, 3), 4), 5)", "a b c d e", "a b d c e", "a d b c e")]
    [InlineData("any(1{3}, 2)", "a a a b", "a a b a", "a b a a", "b a a a")]
    [InlineData("seq(1, 2{1..3}, 3)", "a b c", "a b b c", "a b b b c")]
    public void AStructureIsRecognised(string expected, params string[] sessions)
    {
        // Often enough for the largest count to be firm.
        Assert.Equal(expected, Mine(sessions, 20).Root.ToShortText());
    }

    /// <summary>Figure 4c: "26→37→39→40→39→40", in which 39→40 is a loop; one session is enough.</summary>
    [Fact]
    public void AnUnrolledFragmentIsALoop()
    {
        var workflow = Assert.Single(new WorkflowMiner(Name).Mine([new WorkflowTrace([26, 37, 39, 40, 39, 40])], 0));

        Assert.Equal("seq(26, 37, seq(39, 40){2})", workflow.Root.ToShortText());
    }

    [Fact]
    public void ALoopBeginsWhereItsFirstStepReturns()
    {
        Assert.Equal("seq(1, seq(2, opt(3)){1..3}, 4)", Mine(["a b d", "a b c b d", "a b b c d", "a b c b b c d"], 20).Root.ToShortText());
    }

    [Fact]
    public void ACountAtTheThinEndOfATailIsDoubled()
    {
        var traces = new[] { new WorkflowTrace(Some.Keys("a b c"), null, 100), new WorkflowTrace(Some.Keys("a b b b c"), null, LoopBounds.FirmSupport - 1) };

        Assert.Equal("seq(1, 2{1..6}, 3)", new WorkflowMiner(Name).MineOne(traces, 0)!.Root.ToShortText());
    }

    [Fact]
    public void SessionsOfDifferentKeysAreDifferentWorkflows()
    {
        var workflows = new WorkflowMiner(Name).Mine(Traces(["a b c", "d e f", "a c b"], 10), 0);

        Assert.Equal(["seq(1, any(2, 3))", "seq(4, 5, 6)"], workflows.Select(workflow => workflow.Root.ToShortText()));
        Assert.Equal([20L, 10L], workflows.Select(workflow => workflow.SessionCount));
    }

    [Fact]
    public void NoiseIsLeftOutAndCounted()
    {
        WorkflowTrace[] traces = [.. Traces(["a b c d"], 990), new(Some.Keys("a c b d"), null, 4), new(Some.Keys("a b x c d"), null, 6)];

        var workflow = new WorkflowMiner(Name).MineOne(traces, 0.01)!;

        Assert.Equal("seq(1, 2, 3, 4)", workflow.Root.ToShortText());
        Assert.Equal((990, 10), (workflow.SessionCount, workflow.DeviatingSessionCount));
        Assert.Equal([Some.Key('x')], workflow.RareKeys);
    }

    [Fact]
    public void StepsAndTransitionsKnowHowOftenAndHowFast()
    {
        var traces = Enumerable.Range(1, 100).Select(second => new WorkflowTrace(
            Some.Keys(second % 4 == 0 ? "a b c" : "a c"),
            second % 4 == 0 ? [0, TimeSpan.TicksPerSecond, second * TimeSpan.TicksPerSecond] : [0, TimeSpan.TicksPerMillisecond])).ToList();

        var workflow = new WorkflowMiner(Name).MineOne(traces, 0)!;

        var nodes = workflow.GetNodes();
        var (a, b, c) = (Step('a'), Step('b'), Step('c'));
        Assert.Equal((100, 25, 100), (nodes[a].SessionCount, nodes[b].SessionCount, nodes[c].SessionCount));
        Assert.Null(nodes[a].Elapsed);
        Assert.Equal(TimeSpan.FromSeconds(1), nodes[b].Elapsed!.Median);
        Assert.Equal(75, Transition(a, c).Count);
        Assert.Equal(TimeSpan.FromMilliseconds(1), Transition(a, c).Elapsed!.Percentile99);
        Assert.Equal(TimeSpan.FromSeconds(52), Transition(b, c).Elapsed!.Median);
        Assert.Equal(TimeSpan.FromSeconds(100), Transition(b, c).Elapsed!.Longest);
        Assert.Equal(100, Transition(WorkflowTransition.Start, a).Count);
        Assert.Equal(100, Transition(c, WorkflowTransition.End).Count);

        int Step(char letter) => nodes.ToList().FindIndex(node => node.Key == Some.Key(letter));
        WorkflowTransition Transition(int from, int to) => Assert.Single(workflow.Transitions, edge => edge.From == from && edge.To == to);
    }

    [Fact]
    public void WithoutNoiseEverySessionIsAccepted()
    {
        Properties.Hold((byte[][] made) =>
        {
            // Few keys and short sessions, so that they repeat and loop into each other.
            var traces = made.Select(keys => new WorkflowTrace([.. keys.Take(12).Select(key => 1 + (key % 5))])).Where(trace => trace.Keys.Length > 0).ToArray();
            var set = new WorkflowSet(new WorkflowMiner(Name).Mine(traces, 0));
            return traces.All(trace => set.Accepts(trace.Keys));
        });
    }

    /// <summary>Published sessions of HDFS; the noise level is chosen on the last tenth of the training sessions.</summary>
    [Fact]
    public void TheHdfsWorkflowCoversNormalSessionsAndFewOthers()
    {
        var miner = new WorkflowMiner(Name);

        var workflows = miner.Mine(HdfsData.Training);

        var set = new WorkflowSet(workflows);
        var normal = Accepted(HdfsData.Read("hdfs_test_normal.txt.gz"));
        var abnormal = Accepted(HdfsData.Read("hdfs_test_abnormal.txt.gz"));
        output.WriteLine($"noise {miner.ChosenNoise}, held out {miner.HeldOutCoverage:P3}, normal {normal:P3}, abnormal {abnormal:P3}; {string.Join("; ", workflows)}");
        Assert.True(normal >= 0.99);
        Assert.True(abnormal <= 0.001);
        Assert.True(workflows.Sum(workflow => workflow.GetNodes().Count) <= 40);

        double Accepted(LogGuard.Sequences.SessionCorpus corpus) =>
            (double)corpus.Weighted(Range.All).Sum(pair => set.Accepts(pair.Sequence.Keys) ? pair.Count : 0) / corpus.Count;
    }

    [Fact]
    public void WrongOptionsAreRefusedTogether()
    {
        var exception = Assert.Throws<ArgumentException>(() => new WorkflowMiner(Name, new WorkflowMinerOptions { HeldOutShare = 2, KeyLimit = 0, NoiseLevels = [0.9] }));

        Assert.Contains("HeldOutShare is 2", exception.Message);
        Assert.Contains("KeyLimit is 0", exception.Message);
        Assert.Contains("NoiseLevels is 0.9", exception.Message);
    }

    private static Workflow Mine(string[] sessions, int count) => Assert.Single(new WorkflowMiner(Name).Mine(Traces(sessions, count), 0));

    private static List<WorkflowTrace> Traces(string[] sessions, int count) => [.. sessions.Select(letters => new WorkflowTrace(Some.Keys(letters), null, count))];

    private static string Name(int key) => $"step {key}";
}
