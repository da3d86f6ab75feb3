using LogGuard.EvaluationRuns;
using LogGuard.Tests.Support;
using LogGuard.Workflows.Mining;
using LogGuard.Workflows.Separation;

namespace LogGuard.Tests.Workflows;

public class DensitySeparatorTests
{
    /// <summary>A key that is always two places ahead: the paper's figure is 1/2 and would pass no threshold above that.</summary>
    [Fact]
    public void TheShareIsNotScaledByTheDistance()
    {
        var matrix = new CooccurrenceMatrix([[.. Enumerable.Repeat(Some.Keys("a b c"), 200).SelectMany(keys => keys)]], 2);

        Assert.Equal(0, matrix.Ahead(1, 0, 2));
        Assert.Equal(1, matrix.Ahead(2, 0, 2));
        Assert.Equal(1, matrix.Back(1, 2, 1));
    }

    [Fact]
    public void NothingIsCountedAcrossTheEndOfAStream()
    {
        var matrix = new CooccurrenceMatrix([Some.Keys("a b"), Some.Keys("a b")], 1);

        Assert.Equal(0, matrix.Ahead(1, 1, 0));
        Assert.Equal(1, matrix.Ahead(1, 0, 1));
    }

    [Fact]
    public void TasksInAnyOrderAreToldApart()
    {
        Assert.Equal(["seq(1, 2, 3)", "seq(4, 5, 6)", "seq(7, 8)"], Separate(["a b c", "d e f", "g h"]));
    }

    [Fact]
    public void AKeyThatTwoTasksShareDoesNotMixThem()
    {
        Assert.Equal(["seq(1, 2, 3, 4)", "seq(5, 6, 3, 7)"], Separate(["a b c d", "e f c g"]));
    }

    [Fact]
    public void ThreadsInATaskAreConcurrent()
    {
        Assert.Equal(["seq(1, any(2, 3), 4)", "seq(5, 6, 7)"], Separate(["a b c d", "a c b d", "e f g"]));
    }

    [Fact]
    public void TasksThatAlwaysFollowEachOtherAreOne()
    {
        Assert.Equal(["seq(1, 2, 3, 4)", "seq(5, 6)"], Separate(["a b c d", "e f"]));
    }

    [Theory]
    [InlineData(0.85)]
    [InlineData(0.9)]
    [InlineData(0.95)]
    public void TheTasksOfTheGeneratedLogAreFound(double threshold)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            GeneratedTasks.AssertFound(new DensitySeparator(threshold).Separate([OpenStackLog.Generate(seed).Keys]), $"seed {seed}");
        }
    }

    /// <summary>Background lines that lie between two keys at the largest distance do not take them apart.</summary>
    [Theory]
    [InlineData(110)]
    [InlineData(117)]
    public void AForeignLineDoesNotLoseKeysAtTheLargestDistance(int seed) =>
        GeneratedTasks.AssertFound(new DensitySeparator(0.95).Separate([OpenStackLog.Generate(seed).Keys]), $"seed {seed}");

    /// <summary>"The value of τ cannot be too large, as a background process may produce log entries at random locations."</summary>
    [Fact]
    public void AThresholdOfOneIsBrokenByABackgroundThread()
    {
        var tasks = new DensitySeparator(1).Separate([OpenStackLog.Generate(1).Keys]);

        Assert.DoesNotContain(tasks, task => task.Keys.SequenceEqual(OpenStackLog.TaskKeys[0]));
    }

    [Fact]
    public void TheStreamIsCutIntoTheTasksExecutions()
    {
        var log = OpenStackLog.Generate(7, backgroundShare: 0);
        var tasks = new DensitySeparator().Separate([log.Keys]);

        var traces = TaskSegmenter.Cut([log.Keys], tasks);

        for (var task = 0; task < tasks.Count; task++)
        {
            var truth = OpenStackLog.TaskKeys.ToList().FindIndex(keys => keys.SequenceEqual(tasks[task].Keys));
            Assert.Equal(log.TaskOfEvent.Count(other => other == truth), traces[task].Sum(trace => trace.Keys.Length));
        }

        var miner = new WorkflowMiner(OpenStackLog.TemplateOf);
        var workflows = traces.Select(runs => miner.MineOne(runs, TaskMiner.Noise)!);
        Assert.Contains(workflows, workflow => workflow.Root.ToShortText() == "seq(1, 2, 3, 4, 5, 6, any(7, 8), 9)" && workflow.SessionCount == 200);
    }

    [Theory]
    [InlineData(0.4, 5)]
    [InlineData(1.1, 5)]
    [InlineData(double.NaN, 5)]
    [InlineData(0.9, 1)]
    [InlineData(0.9, 17)]
    public void AWrongThresholdOrDistanceIsRefused(double threshold, int distance)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DensitySeparator(threshold, distance));
    }

    // The tasks' executions in random order, one stream.
    private static string[] Separate(string[] executions)
    {
        var random = new Random(5);
        int[] stream = [.. Enumerable.Range(0, 2000).SelectMany(_ => Some.Keys(executions[random.Next(executions.Length)]))];
        return [.. new DensitySeparator().Separate([stream]).Select(task => task.ToString()).Order(StringComparer.Ordinal)];
    }
}
