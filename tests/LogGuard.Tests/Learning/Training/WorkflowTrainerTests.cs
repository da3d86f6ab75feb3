using LogGuard.Diagnostics;
using LogGuard.EvaluationRuns;
using LogGuard.Keys;
using LogGuard.Learning.Training;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Separation;
using LogGuard.Workflows;

namespace LogGuard.Tests.Learning;

public class WorkflowTrainerTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly List<string> _told = [];

    public WorkflowTrainerTests() => Assert.True(_vocabulary.TryRestore(["one", "two", "three", "four", "five", "six", "seven"]));

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

    /// <summary>Of sessions that are too long to be a workflow of their own, the tasks in them are told.</summary>
    [Fact]
    public void LongSessionsAreSeparatedIntoTasks()
    {
        var random = new Random(1);
        var corpus = Some.Corpus(Enumerable.Range(0, 10).Select(_ => Mixed(random, 120)));

        var set = Train(corpus, []);

        Assert.Equal(["seq(1, 2, 3)", "seq(4, 5, 6, 7)"], set.Workflows.Select(workflow => workflow.Root.ToShortText()).Order(StringComparer.Ordinal));
        Assert.All(set.Workflows, workflow => Assert.True(workflow.IsTask));
        Assert.Equal(1200, set.Workflows.Sum(workflow => workflow.SessionCount));
        Assert.Empty(_told);
    }

    [Fact]
    public void PartsOfAStreamAreSeparatedAndTimed()
    {
        var random = new Random(2);
        var corpus = new LogGuard.Sequences.SessionCorpus();
        var timed = new List<WorkflowTrace>();
        for (var part = 0; part < 10; part++)
        {
            var keys = Some.Keys(Mixed(random, 100));
            corpus.Add(new LogGuard.Sequences.LogKeySequence(keys, HasStart: part == 0, HasEnd: false));
            timed.Add(new WorkflowTrace(keys, [.. keys.Select(key => key * 10L)]) { IsPart = true });
        }

        var set = Train(corpus, [.. timed]);

        var task = Assert.Single(set.Tasks.Workflows, workflow => workflow.Root.ToShortText() == "seq(1, 2, 3)");
        Assert.Equal([20, 30], task.Transitions.Where(transition => transition is { From: >= 0, To: >= 0 }).Select(transition => transition.Elapsed!.Median.Ticks).Order());
        Assert.Equal(2, set.Tasks.Workflows.Count);
        Assert.Empty(set.Sessions.Workflows);
        Assert.Empty(_told);
    }

    /// <summary>Density gives each key one place in a task; predictions tell the two places of the repeated key apart.</summary>
    [Fact]
    public void AStreamIsSeparatedByPredictionsWhereThatIsShorter()
    {
        var random = new Random(4);
        var keys = Some.Keys(string.Concat(Enumerable.Range(0, 400).Select(_ => random.Next(2) == 0 ? "abcbd" : "efg")));
        var corpus = new LogGuard.Sequences.SessionCorpus();
        corpus.Add(new LogGuard.Sequences.LogKeySequence(keys, HasStart: true, HasEnd: false));

        var set = Train(corpus, []);

        Assert.Equal(["seq(1, any(2{2}, 3), 4)", "seq(5, 6, 7)"], set.Tasks.Workflows.Select(workflow => workflow.Root.ToShortText()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(new DensitySeparator(TaskMiner.Threshold).Separate([keys]), task => task.Keys.SequenceEqual([1, 2, 3, 4]));
        Assert.Empty(_told);
    }

    [Fact]
    public void SessionsThatMixTasksAreSeparatedByPredictionsWhereThatIsShorter()
    {
        var vocabulary = new LogKeyVocabulary(100);
        Assert.True(vocabulary.TryRestore([.. Enumerable.Range(1, 32).Select(key => $"step {key}")]));
        var corpus = new LogGuard.Sequences.SessionCorpus();
        for (var i = 0; i < 24; i++)
        {
            int[] tasks = [i % 8, (i + 1 + i / 8) % 8];
            corpus.Add(new LogGuard.Sequences.LogKeySequence([.. tasks.SelectMany(task => new[] { 1, 2, 3, 2, 4 }.Select(step => 4 * task + step))]));
        }

        var set = WorkflowTrainer.Train(corpus, [], null, vocabulary, Diagnostics(), CancellationToken.None);

        Assert.Equal(
            Enumerable.Range(0, 8).Select(task => 4 * task).Select(key => $"seq({key + 1}, any({key + 2}{{2}}, {key + 3}), {key + 4})").Order(StringComparer.Ordinal),
            set.Tasks.Workflows.Select(workflow => workflow.Root.ToShortText()).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// Where sessions are known they are used, and separation finds the tasks inside them: here of a user whose machines take
    /// turns, in eight tasks that share steps.
    /// </summary>
    [Fact]
    public void SessionsThatMixTasksAreSeparated()
    {
        var vocabulary = new LogKeyVocabulary(100);
        Assert.True(vocabulary.TryRestore([.. Enumerable.Range(1, OpenStackLog.Background).Select(key => $"step {key}")]));
        var corpus = new LogGuard.Sequences.SessionCorpus();
        for (var seed = 1; seed <= 150; seed++)
        {
            corpus.Add(new LogGuard.Sequences.LogKeySequence(OpenStackLog.Generate(seed, lifeCycles: 2, machines: 2).Keys));
        }

        var set = WorkflowTrainer.Train(corpus, [], null, vocabulary, Diagnostics(), CancellationToken.None);

        Assert.Equal(OpenStackLog.TaskKeys.Count, set.Tasks.Workflows.Count);
        Assert.Same(set, set.Tasks);
        Assert.Contains("seq(14, any(5, 16), 8, 17)", set.Workflows.Select(workflow => workflow.Root.ToShortText()));
        Assert.Contains("fewer bits", Assert.Single(_told));
    }

    [Fact]
    public void ThatTasksTellTheSessionsInFewerBitsIsTold()
    {
        var vocabulary = new LogKeyVocabulary(100);
        Assert.True(vocabulary.TryRestore([.. Enumerable.Range(1, OpenStackLog.Background).Select(key => $"step {key}")]));
        var corpus = new LogGuard.Sequences.SessionCorpus();
        for (var seed = 1; seed <= 8; seed++)
        {
            corpus.Add(new LogGuard.Sequences.LogKeySequence(OpenStackLog.Generate(seed, lifeCycles: 2, machines: 2).Keys));
        }

        var set = WorkflowTrainer.Train(corpus, [], null, vocabulary, Diagnostics(), CancellationToken.None);

        Assert.Equal(8, set.Tasks.Workflows.Count);
        Assert.Same(set, set.Tasks);
        Assert.Equal(
            "LogGuard: runs of 8 tasks describe the sessions in fewer bits than 1 workflows of whole sessions do, so the workflows of the tasks are used.", Assert.Single(_told));
    }

    /// <summary>Nothing else is learnt from so few different sessions; yet one task each is what they are, not a mixture.</summary>
    [Theory]
    [InlineData(2, 8)]
    [InlineData(1, 0)]
    public void ASessionThatMixesTasksHasTwoRunsInTheMean(int everySecondHas, int taskCount)
    {
        var vocabulary = new LogKeyVocabulary(100);
        Assert.True(vocabulary.TryRestore([.. Enumerable.Range(1, 40).Select(key => $"step {key}")]));
        var corpus = new LogGuard.Sequences.SessionCorpus();
        for (var i = 0; i < 24; i++)
        {
            int[] tasks = [i % 8, (i + 1 + i / 8) % 8];
            corpus.Add(new LogGuard.Sequences.LogKeySequence([.. tasks.Take(i % 6 == 0 ? everySecondHas : 2).SelectMany(task => Enumerable.Range(1 + 5 * task, 5))]));
        }

        var set = WorkflowTrainer.Train(corpus, [], null, vocabulary, Diagnostics(), CancellationToken.None);

        Assert.Equal(taskCount, set.Tasks.Workflows.Count);
    }

    /// <summary>Up to its limit a session is mined as a whole; a part of one, however short, never is.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    public void ASessionIsLongPastItsLimit(int moreKeys, int taskCount)
    {
        var random = new Random(1);
        var corpus = new LogGuard.Sequences.SessionCorpus();
        for (var i = 0; i < 10; i++)
        {
            // Three keys, or four: 256 of them.
            string[] tasks = [.. Enumerable.Repeat("abc", 4 * (i + 5)), .. Enumerable.Repeat("defg", 64 - 3 * (i + 5))];
            random.Shuffle(tasks);
            corpus.Add(Some.Session(string.Concat(tasks) + new string('a', moreKeys)));
            Assert.Equal(LogGuard.Sequences.SessionHistory.Limit + moreKeys, corpus[i].Keys.Length);
        }

        Assert.Equal(taskCount, Train(corpus, []).Tasks.Workflows.Count);
        Assert.Empty(_told);
    }

    [Fact]
    public void ShortPartsAreSeparatedToo()
    {
        var random = new Random(2);
        var corpus = new LogGuard.Sequences.SessionCorpus();
        for (var part = 0; part < 20; part++)
        {
            corpus.Add(Some.Part(Mixed(random, 20)));
        }

        Assert.Equal(2, Train(corpus, []).Tasks.Workflows.Count);
        Assert.Empty(_told);
    }

    /// <summary>A loop over a choice says it better.</summary>
    [Fact]
    public void SessionsThatAWorkflowTellsWellStayWhole()
    {
        var random = new Random(3);
        var corpus = Some.Corpus(Enumerable.Range(0, 300).Select(_ => Mixed(random, random.Next(3, 12))));

        Assert.Empty(Train(corpus, []).Tasks.Workflows);
    }

    [Fact]
    public void SessionsOfOneTaskEachStayWhole()
    {
        var corpus = Some.Corpus([.. Enumerable.Repeat("a b c", 50), .. Enumerable.Repeat("d e f g", 40)]);

        var set = Train(corpus, []);

        Assert.Equal(2, set.Workflows.Count);
        Assert.Empty(set.Tasks.Workflows);
        Assert.Same(set, set.Sessions);
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
        Some.Corpus(Enumerable.Repeat("a b c", 50)), [], null, _vocabulary, Diagnostics(), new CancellationToken(canceled: true)));

    private static string Mixed(Random random, int tasks) =>
        string.Join(' ', Enumerable.Range(0, tasks).Select(_ => random.Next(2) == 0 ? "a b c" : "d e f g"));

    private WorkflowSet Train(LogGuard.Sequences.SessionCorpus corpus, WorkflowTrace[] timed) =>
        WorkflowTrainer.Train(corpus, timed, null, _vocabulary, Diagnostics(), CancellationToken.None);

    private DiagnosticLog Diagnostics() => new(_told.Add, new TestTimeProvider());
}
