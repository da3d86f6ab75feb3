using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// Messages built with string interpolation: templates without holes, nearly each one new.
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task StringBuiltMessagesShareAKeyAndOneLineOfAdviceIsTold()
    {
        await using var log = new PipelineLog(textGroups: new FirstWordGroups());
        log.Write("s", "a");
        for (var i = 0; i < 5_000; i++)
        {
            log.Line($"user {i} came", "s");
            log.Line($"order {i % 15} packed", "s");
        }

        await log.FlushAsync();

        // The template with a hole, sixteen users until they were found out, and fifteen orders, which are exact.
        Assert.Equal(1 + 16 + 15, log.Detector.Counters.KeyCount);
        Assert.Equal(0, log.Detector.Counters.UnknownKeys);
        var advice = Assert.Single(log.Told, line => line.Contains("interpolation"));
        Assert.Contains("messages of Shop.user are built", advice);
        Assert.Contains("such as \"user 15 came\"; they count as one, \"user <*>\"", advice);
        Assert.Contains("named placeholders", advice);
    }

    [Fact]
    public async Task EachPartOfTheApplicationIsAdvisedOnce()
    {
        await using var log = new PipelineLog(textGroups: new FirstWordGroups());
        foreach (var word in (string[])["user", "order", "user", "order"])
        {
            for (var i = 0; i < 40; i++)
            {
                log.Line($"{word} {i}", "s");
            }
        }

        await log.FlushAsync();

        Assert.Equal(2, log.Told.Count(line => line.Contains("interpolation")));
    }

    [Fact]
    public async Task ConstantMessagesHaveKeysAsEver()
    {
        await using var plain = new PipelineLog();
        await using var routed = new PipelineLog(textGroups: new FirstWordGroups());
        foreach (var log in (PipelineLog[])[plain, routed])
        {
            await log.WriteTextSessionsAsync(60, "start", "work", "more work", "stop");
            Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
            await log.WriteTextSessionsAsync(2, "start", "work", "more work", "stop");
            await log.WriteTextSessionsAsync(1, "start", "rest", "work", "more work", "stop");
            await log.WriteTextSessionsAsync(1, "start", "more work", "stop");
        }

        Assert.NotEmpty(plain.Anomalies);
        Assert.Equal(
            plain.Anomalies.Select(anomaly => anomaly with { Origin = null }).Select(anomaly => anomaly.ToString()),
            routed.Anomalies.Select(anomaly => anomaly with { Origin = null }).Select(anomaly => anomaly.ToString()));
        Assert.Equal(plain.Detector.Counters, routed.Detector.Counters);
    }

    [Fact]
    public async Task SessionsWithStringBuiltMessagesAreLearntAndJudged()
    {
        using var folder = new PipelineFolder();
        await using (var log = new PipelineLog(options => options.ModelPath = folder.Path, new FirstWordGroups()))
        {
            for (var i = 0; i < 60; i++)
            {
                await log.WriteTextSessionsAsync(1, "start", $"user {i} came", "stop");
            }

            Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
            await log.WriteTextSessionsAsync(1, "start", "user 1000 came", "stop");
            await log.WriteTextSessionsAsync(1, "start", "user 3 came", "stop");
            Assert.Empty(log.Anomalies);
        }

        await using var restarted = new PipelineLog(options => options.ModelPath = folder.Path, new FirstWordGroups());
        await restarted.WriteTextSessionsAsync(1, "start", "user 2000 came", "stop");
        await restarted.WriteTextSessionsAsync(1, "start", "user 4 came", "stop");
        Assert.Empty(restarted.Anomalies);
        await restarted.WriteTextSessionsAsync(1, "start", "stop");
        Assert.NotEmpty(restarted.Anomalies);
        Assert.Equal(18, restarted.Detector.Counters.KeyCount);
    }

    // The miner that the detector uses, where the others have their own idea of what is alike.
    [Fact]
    public async Task MessagesOfARealApplicationAreToldApart()
    {
        string[] constants =
        [
            "Application started. Press Ctrl+C to shut down.", "Application is shutting down...", "Hosting started", "Hosting stopped",
            "Starting background job", "Stopping background job", "Cache miss", "Cache hit", "Connection opened", "Connection closed",
            "Migration applied", "", " ", "Configuration reloaded", "No user is signed in", "done",
        ];
        await using var log = new PipelineLog();
        for (var i = 0; i < 500; i++)
        {
            log.Line(constants[i % constants.Length], "s");
            log.Line($"User {i} signed in from 10.0.0.{i % 256}", "s");
            log.Line($"Order {Guid.NewGuid()} took {i * 3} ms", "s");
        }

        await log.FlushAsync();

        Assert.Equal(constants.Length + 16 + 16, log.Detector.Counters.KeyCount);
        Assert.Equal(0, log.Detector.Counters.UnknownKeys);
        Assert.Equal(2, log.Told.Count(line => line.Contains("interpolation")));
    }

    // Fifteen users are exact when the model is trained; the sixteenth shows them to be string-built.
    [Fact]
    public async Task AModelThatLearntTextsOneByOneKeepsThemApartAndIsAskedAboutFurtherOnes()
    {
        await using var log = new PipelineLog(options => options.Model.TopG = 15, new FirstWordGroups());
        for (var i = 0; i < 60; i++)
        {
            await log.WriteTextSessionsAsync(1, "start", $"user {i % 15} came", "stop");
        }

        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        for (var i = 15; i < 40; i++)
        {
            await log.WriteTextSessionsAsync(1, "start", $"user {i} came", "stop");
        }

        await log.WriteTextSessionsAsync(1, "start", "user 3 came", "stop");

        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Line == "user 3 came");
        Assert.Contains(log.Anomalies, anomaly => anomaly.Line == "user 15 came");
        Assert.Single(log.Told, line => line.Contains("interpolation"));
        Assert.True(log.Detector.MarkNormal(log.Anomalies.Last()));
        var before = log.Anomalies.Count;
        await log.WriteTextSessionsAsync(1, "start", "user 99 came", "stop");
        Assert.Equal(before, log.Anomalies.Count);
    }

    [Fact]
    public async Task AMessageWhoseTextCannotBeReadIsUnknownAndToldOf()
    {
        await using var log = new PipelineLog(textGroups: new FirstWordGroups());

        for (var i = 0; i < 3; i++)
        {
            log.Detector.Intake.Take("never seen", SessionId.From("s"), log.Time.UtcTicks, LogSeverity.Error, new FormatException("no template"), new TextRenderer());
        }

        await log.FlushAsync();
        Assert.Equal((3, 3), (log.Detector.Counters.Processed, log.Detector.Counters.UnknownKeys));
        Assert.Equal(0, log.Detector.Counters.Failed);
        Assert.Contains("no template", Assert.Single(log.Told));
    }

    [Fact]
    public async Task ACategoryThatCannotBeReadCostsItsNameAndNotTheAdvice()
    {
        await using var log = new PipelineLog(textGroups: new FirstWordGroups());

        for (var i = 0; i < 40; i++)
        {
            log.Detector.Intake.Take($"user {i}", SessionId.From("s"), log.Time.UtcTicks, LogSeverity.Error, $"user {i}", new Uncategorised());
        }

        await log.FlushAsync();
        Assert.Equal((16, 0), (log.Detector.Counters.KeyCount, log.Detector.Counters.UnknownKeys));
        Assert.Contains("LogGuard: messages are built with string interpolation", Assert.Single(log.Told));
    }

    [Fact]
    public async Task ATextIsNeverLeftBehindInAQueueThatIsFilledFasterThanItIsRead()
    {
        await using var log = new PipelineLog(textGroups: new FirstWordGroups());
        using (log.StopReader())
        {
            for (var i = 0; i < 6_000; i++)
            {
                log.Line($"user {i} came", "s");
            }
        }

        await log.FlushAsync();

        Assert.Equal((0, 0), (log.Detector.Counters.Dropped, log.Detector.Counters.UnknownKeys));
        Assert.Equal(17, log.Detector.Counters.KeyCount);
    }

    [Fact]
    public async Task AClosingTemplateStaysExactHoweverManyAreLikeIt()
    {
        await using var log = new PipelineLog(options => options.Session.ClosingTemplates.Add("user leaves"), new FirstWordGroups());
        for (var i = 0; i < 40; i++)
        {
            log.Line($"user {i} came", "s");
        }

        log.Line("user leaves", "s");
        log.Line("user 7 came", "s");
        log.Line("user 99 came", "s");
        await log.FlushAsync();

        Assert.Equal(1, log.Detector.Counters.SessionsClosed);
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    private sealed class Uncategorised : LineRenderer
    {
        public override string Render(object line) => (string)line;

        public override string? GetTraceId(object line) => null;

        public override string GetTemplate(object line) => (string)line;

        public override string? GetCategory(object line) => throw new FormatException("no category");
    }
}
