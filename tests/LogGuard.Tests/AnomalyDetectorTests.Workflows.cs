using System.Text.Json;
using LogGuard.Tests.Support;

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
