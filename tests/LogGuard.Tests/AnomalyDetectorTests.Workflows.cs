using System.Text.Json;
using LogGuard.Tests.Support;
using LogGuard.Workflows;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task WorkflowsAreThereOnceTrainedAndAfterARestart()
    {
        using var folder = new PipelineFolder();
        string before;
        await using (var log = In(folder, _ => { }))
        {
            Assert.Empty(log.Detector.Workflows);
            await log.LearnAsync();
            var workflow = Assert.Single(log.Detector.Workflows);
            Assert.Equal("seq(1, 2, 3, 4)", workflow.Root.ToShortText());
            Assert.Equal(60, workflow.SessionCount);
            before = workflow.ToSvg();
        }

        await using var restarted = In(folder, _ => { });

        Assert.Equal(before, Assert.Single(restarted.Detector.Workflows).ToSvg());
    }

    [Fact]
    public async Task AnAnomalyTellsWhereInTheWorkflowItIs()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        log.Write("odd", "a b d");
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        var context = anomaly.Workflow!;
        Assert.Equal(WorkflowFault.Skipped, context.Fault);
        Assert.Equal([PipelineLog.Template("c")], context.Steps);
        Assert.Equal(PipelineLog.Template("b"), context.LastStep);
        Assert.Equal(PipelineLog.Template("c"), anomaly.SkippedStep);
        Assert.Equal(TimeSpan.FromMilliseconds(1), Assert.Single(context.Next).Elapsed!.Median);
        Assert.Same(log.Detector.Workflows[0], context.Workflow);
        Assert.Contains($"  workflow: it came after \"{PipelineLog.Template("b")}\", and between them \"{PipelineLog.Template("c")}\" is missing", anomaly.ToString().ReplaceLineEndings("\n").Split('\n'));
        Assert.Contains("skipped", context.Workflow!.ToSvg(context.GetPath()));
    }

    /// <summary>
    /// DeepLog, section 4.2.1. A task runs through the same steps twice, and only a long history tells the two passes apart:
    /// density gives each step one place, and the N-grams of a detector without a network are shorter than the passes.
    /// </summary>
    [Theory]
    [InlineData(DetectorKind.Default, true)]
    [InlineData(DetectorKind.NewKey, false)]
    public async Task AStreamIsSeparatedByTheNetworkOfTheDetector(DetectorKind kind, bool isSeparated)
    {
        await using var log = new PipelineLog(options =>
        {
            options.Detector = kind;
            options.Model.WindowSize = 10;
            options.Model.HiddenSize = 32;
            options.Model.TrainingSteps = 300;
            options.Training.SessionLengthLimit = 500;
        });
        var random = new Random(1);
        string[] tasks = ["a h i j k l n b h i j k l n d", "e f g"];
        for (var i = 0; i < 400; i++)
        {
            log.Write(session: null, tasks[random.Next(tasks.Length)]);
        }

        await log.FlushAsync();
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        var found = log.Detector.Workflows.Where(workflow => workflow.IsTask).Select(workflow => string.Concat(
            workflow.GetNodes().Where(node => node.Kind == WorkflowNodeKind.Step).Select(node => node.Template!.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal)));
        Assert.True(isSeparated == found.Order(StringComparer.Ordinal).SequenceEqual(["abdhijkln", "efg"]), string.Join("; ", log.Detector.Workflows));
    }

    [Fact]
    public async Task AContextSurvivesJsonWithoutItsPicture()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("odd", "a b d");
        await log.FlushAsync();
        var context = Assert.Single(log.Anomalies).Workflow!;

        var read = JsonSerializer.Deserialize<WorkflowContext>(JsonSerializer.Serialize(context))!;

        Assert.Equal(context.ToString(), read.ToString());
        Assert.Null(read.Workflow);
        Assert.Null(read.GetPath());
    }

    [Fact]
    public async Task ASessionOfMoreThanItsHistoryHasAnomaliesWithoutContext()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        log.Write("long", string.Join(' ', Enumerable.Repeat("a b c d", 70)) + " new");
        await log.FlushAsync();

        Assert.Contains(log.Anomalies, anomaly => anomaly.Position <= 250 && anomaly.Workflow is not null);
        Assert.Contains(log.Anomalies, anomaly => anomaly is { Position: 281, Workflow: null });
    }
}
