using LogGuard.Tests.Support;
using LogGuard.Workflows;

namespace LogGuard.Tests;

/// <summary>Tasks in a log without session ids, and in long sessions.</summary>
public partial class AnomalyDetectorTests
{
    // Several of each run one after another in any order; c is a step of two of them.
    private static readonly string[] TaskKinds = ["a b c d", "e f g h", "i j c k l"];

    [Theory]
    [InlineData("a b d", WorkflowFault.Skipped, "c", "b", "a b c d")]
    [InlineData("e f x g h", WorkflowFault.Foreign, "x", "f", "e f g h")]
    [InlineData("e f f g h", WorkflowFault.Repeated, "f", "f", "e f g h")]
    [InlineData("f g h", WorkflowFault.Skipped, "e", null, "e f g h")]
    [InlineData("a b c e f g h", WorkflowFault.Skipped, "d", "c", "a b c d")]
    public async Task AnAnomalyInAStreamNamesItsTaskAndStep(string odd, WorkflowFault fault, string step, string? lastStep, string task)
    {
        await using var log = await LearnTasksAsync(session: null);
        WriteTasks(log, session: null, 200, seed: 7);
        log.Write(null, odd);
        WriteTasks(log, session: null, 5, seed: 8);
        await log.FlushAsync();

        var anomaly = log.Anomalies.OrderBy(anomaly => anomaly.Position).First();
        var context = anomaly.Workflow!;
        Assert.Equal(fault, context.Fault);
        Assert.Equal([PipelineLog.Template(step)], context.Steps);
        Assert.Equal(lastStep is null ? null : PipelineLog.Template(lastStep), context.LastStep);
        Assert.Equal(anomaly.Position, context.Position);
        AssertIsTask(task, context.Workflow!);
        Assert.Contains(context.Workflow!, log.Detector.Workflows);
    }

    [Fact]
    public async Task AStepThatIsLateInAStreamIsNamedWithItsTimes()
    {
        await using var log = await LearnTasksAsync(session: null);
        WriteTasks(log, session: null, 200, seed: 7);
        log.Write(null, "e f");
        log.Time += TimeSpan.FromMinutes(1);
        log.Write(null, "g h");
        await log.FlushAsync();

        var context = log.Anomalies.OrderBy(anomaly => anomaly.Position).First().Workflow!;
        Assert.Equal((WorkflowFault.Late, PipelineLog.Template("f")), (context.Fault, context.LastStep));
        Assert.Equal([PipelineLog.Template("g")], context.Steps);
        Assert.Equal((PipelineLog.Template("f"), context.Position), (context.SlowStep!.Template, context.SlowStep.Position));
        Assert.Equal(TimeSpan.FromMilliseconds(1), context.SlowStep.Usual.Median);
        AssertIsTask("e f g h", context.Workflow!);
    }

    /// <summary>Two tasks run at once, and the events of the one are not foreign to the other.</summary>
    [Fact]
    public async Task AnAnomalyAmongOverlappingTasksIsPlacedInItsOwn()
    {
        await using var log = await LearnTasksAsync(session: null);
        WriteTasks(log, session: null, 100, seed: 7);
        log.Write(null, "a e b f x");
        await log.FlushAsync();

        var context = log.Anomalies.OrderBy(anomaly => anomaly.Position).Last().Workflow!;
        Assert.Equal((WorkflowFault.Foreign, PipelineLog.Template("f")), (context.Fault, context.LastStep));
        AssertIsTask("e f g h", context.Workflow!);
    }

    [Fact]
    public async Task AnAnomalyInALongSessionThatMixesTasksNamesItsTaskAndStep()
    {
        await using var log = await LearnTasksAsync("long");
        WriteTasks(log, "other", 200, seed: 9);
        log.Write("other", "i j c x k l");
        await log.FlushAsync();

        var context = log.Anomalies.OrderBy(anomaly => anomaly.Position).First().Workflow!;
        Assert.Equal((WorkflowFault.Foreign, PipelineLog.Template("c")), (context.Fault, context.LastStep));
        Assert.Equal(PipelineLog.Template("k"), Assert.Single(context.Next).Template);
        AssertIsTask("i j c k l", context.Workflow!);
    }

    /// <summary>Where a stream is followed from somewhere, a task may have begun before: that its beginning is missing is not said.</summary>
    [Fact]
    public async Task NothingIsSaidOfWhatCameBeforeTheFirstLineKnown()
    {
        using var folder = new PipelineFolder();
        await using (var log = await LearnTasksAsync(session: null, folder))
        {
            Assert.Equal(3, log.Detector.Workflows.Count);
        }

        await using var restarted = In(folder, _ => { });
        Assert.Equal(3, restarted.Detector.Workflows.Count(workflow => workflow.IsTask));
        restarted.Write(null, "f g x");
        await restarted.FlushAsync();

        Assert.DoesNotContain(restarted.Anomalies, anomaly => anomaly.Workflow is { Fault: WorkflowFault.Skipped });
        var context = restarted.Anomalies.OrderBy(anomaly => anomaly.Position).Last().Workflow!;
        Assert.Equal((WorkflowFault.Foreign, PipelineLog.Template("g"), 3L), (context.Fault, context.LastStep, context.Position));
    }

    private static async Task<PipelineLog> LearnTasksAsync(object? session, PipelineFolder? folder = null)
    {
        var log = folder is null ? new PipelineLog(Slowly) : In(folder, Slowly);
        for (var number = 0; number < 4; number++)
        {
            WriteTasks(log, session is null ? null : $"{session}{number}", 250, number);
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        Assert.All(TaskKinds, task => Assert.Contains(log.Detector.Workflows, workflow => IsTask(task, workflow)));
        return log;

        // One of three keys follows where a task ends.
        static void Slowly(AnomalyDetectorOptions options)
        {
            options.Model.TopG = 3;
            options.Model.TrainingSteps = 400;
        }
    }

    private static void WriteTasks(PipelineLog log, object? session, int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            log.Write(session, TaskKinds[random.Next(TaskKinds.Length)]);
        }
    }

    private static void AssertIsTask(string letters, Workflow workflow) => Assert.True(IsTask(letters, workflow), workflow.ToString());

    private static bool IsTask(string letters, Workflow workflow) => workflow.IsTask && letters.Split(' ').Select(PipelineLog.Template)
        .SequenceEqual(workflow.GetNodes().Where(node => node.Kind == WorkflowNodeKind.Step).Select(node => node.Template));
}
