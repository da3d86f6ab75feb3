using LogGuard.Detection.Questions;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Judging by recorded flows before there is a model.</summary>
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task ASkippedStepIsReportedBeforeAnythingIsLearnt()
    {
        await using var log = Warm(["a b c d"]);
        log.Write("good", "a b c d");
        log.Write("bad", "a b d");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.UnexpectedKey, "bad", 3L), (anomaly.Kind, anomaly.SessionId, anomaly.Position));
        Assert.Equal((PipelineLog.Template("d"), PipelineLog.Template("c")), (anomaly.Template, anomaly.SkippedStep));
        Assert.Contains("was skipped; in the recorded flows it always comes before this one", anomaly.Reason, StringComparison.Ordinal);
        Assert.Equal(FlowQuestion.QuestionName, anomaly.Question);
        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        Assert.Contains(log.Told, line => line.Contains("warm start with 1 recorded flow and 5 templates", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a b b b b c d", "more of a step than recorded")]
    [InlineData("a b c d d", "the last step again")]
    [InlineData("a b", "a session that ends early")]
    [InlineData("c d", "a session that is older than the process")]
    [InlineData("a b c d a b c d", "a session that begins anew")]
    public async Task CountsAndEndsAreNotJudged(string steps, string what)
    {
        await using var log = Warm(["a b c d"]);
        log.Write(what, steps);
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task AStepThatIsOnlySometimesThereIsNeededWhereTheFlowHasIt()
    {
        // With v comes c; without it, c may be missing.
        await using var log = Warm(["a v c d", "a d"]);
        log.Write("first", "a d");
        log.Write("second", "a v c d");
        log.Write("third", "a v d");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Equal("third", Assert.Single(log.Anomalies).SessionId);
    }

    [Fact]
    public async Task ACombinationThatNoTestHasIsJudgedByWhatAllFlowsShare()
    {
        await using var log = Warm(["a v c d", "a w c d"]);
        log.Write("both", "a v w c d");
        log.Write("skipped", "a v w d");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Equal("skipped", Assert.Single(log.Anomalies).SessionId);
    }

    [Fact]
    public async Task AnOrderThatNoFlowHasIsReportedOnce()
    {
        await using var log = Warm(["a v c d", "a v d", "a c d"]);
        log.Write("swapped", "a c v d");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(PipelineLog.Template("v"), anomaly.Template);
        Assert.Contains($"always comes before \"{PipelineLog.Template("c")}\"", anomaly.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKnownStepInAWorkflowThatNeverHasItIsReported()
    {
        await using var log = Warm(["a b c", "x y"]);
        log.Write("mixed", "a y b c");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Contains("no recorded flow that begins with", Assert.Single(log.Anomalies).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANewStepIsReportedOnceWithWhatTheBuildKnowsOfIt()
    {
        await using var log = Warm(["a b c"], neverRun: ["n"]);
        log.Write("1", "a n b c");
        log.Write("2", "a n b c");
        log.Write("3", "a u b c");
        log.Write(null, "o");
        log.Write(null, "a");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Equal(
            [("1", true, "no recorded flow has a line like this; its template is known to this build, never run by its tests"), ("3", false, "no recorded flow has a line like this; its template is unknown to this build")],
            log.Anomalies.Select(anomaly => (anomaly.SessionId, anomaly.IsInBuild == true, anomaly.Reason)));
    }

    [Fact]
    public async Task AWarningMayComeAnywhere()
    {
        await using var log = Warm(["a b w c"], warnings: ["w"]);
        log.Write("without", "a b c");
        log.Write("elsewhere", "a");
        log.Write("elsewhere", "w", LogSeverity.Warning);
        log.Write("elsewhere", "b c");
        log.Write("milder", "a w b c");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task ADifferenceThatIsMarkedNormalIsNotReportedAgain()
    {
        await using var log = Warm(["a b c d"]);
        log.Write("1", "a b d");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));

        log.Write("2", "a b d");
        log.Write("3", "a d");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Equal(["1", "3"], log.Anomalies.Select(anomaly => anomaly.SessionId));
    }

    [Fact]
    public async Task ADifferenceOfManySessionsIsTakenForAFlowThatWasNotRecorded()
    {
        await using var log = Warm(["a b c d"]);
        for (var session = 0; session < 50; session++)
        {
            log.Write(session, "a b d");
        }

        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Equal(FlowQuestion.FewestToAllow, log.Anomalies.Count);
        Assert.Contains(log.Told, line => line.Contains("11 sessions differed from the recorded flows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AReportedSessionIsNotLearntAndTheRestIs()
    {
        await using var log = Warm(["a b c d"]);
        for (var session = 0; session < 40; session++)
        {
            log.Write(session, session == 20 ? "a b d" : "a b c d");
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.Equal(39, log.Detector.Counters.SessionsCollected);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        log.Write("bad", "a b d");
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);

        Assert.Equal(DetectorState.Detecting, log.Detector.State);
        Assert.Equal(["20", "bad"], log.Anomalies.Select(anomaly => anomaly.SessionId));
        Assert.NotEqual(FlowQuestion.QuestionName, log.Anomalies.Last().Question);
    }

    [Fact]
    public async Task ARareStepThatTestsRanIsNotUnknownToTheModel()
    {
        await using var log = Warm(["a b c d", "a r d"]);
        await log.WriteSessionsAsync(40, "a b c d");
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        log.Write("rare", "a r");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task AModelTakesThePlaceOfTheFlows()
    {
        using var folder = new TemporaryFolder();
        await using (var log = new PipelineLog(options => options.ModelPath = folder))
        {
            await log.WriteSessionsAsync(40, "a b c d");
            Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        }

        await using var again = Warm(["x y"], modelPath: folder);
        again.Write("1", "a b c d");
        await again.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Empty(again.Anomalies);
        Assert.Contains(again.Told, line => line.Contains("are not needed, because there is a model", StringComparison.Ordinal));
    }

    [Fact]
    public void AFileOfFlowsThatIsMissingOrMalformedIsSaidAtOnce()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder, "flows.approved.md");
        var options = new AnomalyDetectorOptions();
        options.Training.WarmStart = file;

        var missing = Assert.Throws<ArgumentException>(() => new AnomalyDetector(options));
        File.WriteAllText(file, "# Flows\n\n## Things\n");
        var malformed = Assert.Throws<ArgumentException>(() => new AnomalyDetector(options));

        Assert.StartsWith($"AnomalyDetectorOptions: Training.WarmStart is \"{file}\"; it must be a file of flows: Could not find file", missing.Message, StringComparison.Ordinal);
        Assert.EndsWith("it must be a file of flows: line 3: it is no section of flows: \"## Things\".", malformed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CollectedSessionsAreReturnedAsFlowsUntilTheTraining()
    {
        await using var log = new PipelineLog();
        log.Write("1", "a b b c");
        log.Write("2", "a b c");
        log.Write(null, "s");

        var flows = await log.Detector.CollectFlowsAsync().WaitAsync(PipelineLog.Patience);
        await log.WriteSessionsAsync(30, "a b c");
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        Assert.Equal([(1, 1), (1, 2), (1, 1)], Assert.Single(flows!.Flows).Steps.Select(step => (step.Least, step.Most)));
        Assert.Equal([PipelineLog.Template("s")], flows.OutsideSessions);
        Assert.Null(await log.Detector.CollectFlowsAsync().WaitAsync(PipelineLog.Patience));
    }

    // Each with steps as letters. The step o comes outside sessions.
    private static PipelineLog Warm(string[] flows, string[]? warnings = null, string[]? neverRun = null, string? modelPath = null)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder, "flows.approved.md");
        var recorded = LogFlows.Of(flows.Select(steps => Templates(steps.Split(' '))), Templates(["o"]), Templates(warnings ?? []));
        File.WriteAllText(file, (neverRun is null ? recorded : recorded.WithBuild(Templates(neverRun))).ToMarkdown());
        return new PipelineLog(options => (options.Training.WarmStart, options.ModelPath) = (file, modelPath));

        static string[] Templates(string[] steps) => [.. steps.Select(PipelineLog.Template)];
    }
}
