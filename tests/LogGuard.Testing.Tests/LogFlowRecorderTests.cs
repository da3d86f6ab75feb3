using Microsoft.Extensions.Logging;
using Serilog;
using SerilogLogger = Serilog.ILogger;

namespace LogGuard.Testing.Tests;

public class LogFlowRecorderTests
{
    [Fact]
    public async Task ALogThroughSerilogIsRecordedInSessions()
    {
        await using var recorder = ByOrder();
        await using (var log = new LoggerConfiguration().WriteTo.FlowRecorder(recorder).CreateLogger())
        {
            Order(log, "A", items: 1);
            Order(log, "B", items: 3);
        }

        var flows = await recorder.GetFlowsAsync();

        var flow = Assert.Single(flows.Flows);
        Assert.Equal(["Order {OrderId} placed", "Item {Item} of order {OrderId} reserved", "Order {OrderId} shipped"], flow.Steps.Select(step => step.Template));
        Assert.Equal([(1, 1), (1, 3), (1, 1)], flow.Steps.Select(step => (step.Least, step.Most)));
    }

    [Fact]
    public async Task BothDoorsGiveTheSameFlows()
    {
        await using var first = ByOrder();
        await using var second = ByOrder();
        await using (var log = new LoggerConfiguration().WriteTo.FlowRecorder(first).CreateLogger())
        {
            Order(log, "A", items: 2);
            log.Warning("Order {OrderId} is late", "A");
        }

        using (var factory = LoggerFactory.Create(logging => logging.AddFlowRecorder(second)))
        {
            var log = factory.CreateLogger("Shop");
            log.LogInformation("Order {OrderId} placed", "A");
            log.LogInformation("Item {Item} of order {OrderId} reserved", 0, "A");
            log.LogInformation("Item {Item} of order {OrderId} reserved", 1, "A");
            log.LogInformation("Order {OrderId} shipped", "A");
            log.LogWarning("Order {OrderId} is late", "A");
        }

        Assert.Equal((await first.GetFlowsAsync()).ToMarkdown(), (await second.GetFlowsAsync()).ToMarkdown());
    }

    [Fact]
    public async Task TwoHostsWithScopesOfTheirOwnShareARecorder()
    {
        await using var recorder = ByOrder();
        using (var first = LoggerFactory.Create(logging => logging.AddFlowRecorder(recorder)))
        using (var second = LoggerFactory.Create(logging => logging.AddFlowRecorder(recorder)))
        {
            var (one, other) = (first.CreateLogger("Shop"), second.CreateLogger("Shop"));
            using (one.BeginScope(new Dictionary<string, object> { ["OrderId"] = "A" }))
            using (other.BeginScope(new Dictionary<string, object> { ["OrderId"] = "B" }))
            {
                one.LogInformation("Placed");
                other.LogInformation("Paid");
                one.LogInformation("Shipped");
            }
        }

        var flows = await recorder.GetFlowsAsync();

        Assert.Equal(["Paid", "Placed Shipped"], flows.Flows.Select(flow => string.Join(' ', flow.Steps.Select(step => step.Template))));
    }

    [Fact]
    public async Task WhatManyThreadsLogIsTheSameTextEachTime()
    {
        async Task<string> RecordAsync()
        {
            await using var recorder = ByOrder();
            await using var log = new LoggerConfiguration().WriteTo.FlowRecorder(recorder).CreateLogger();
            Parallel.For(0, 500, order => Order(log, $"order {order}", items: 1 + order % 4));
            return (await recorder.GetFlowsAsync()).ToMarkdown();
        }

        Assert.Equal(await RecordAsync(), await RecordAsync());
    }

    [Fact]
    public async Task LinesWithoutASessionAreListedOnTheirOwn()
    {
        await using var recorder = ByOrder();
        await using (var log = new LoggerConfiguration().WriteTo.FlowRecorder(recorder).CreateLogger())
        {
            log.Information("Started in {Milliseconds} ms", 12);
            Order(log, "A", items: 1);
        }

        var flows = await recorder.GetFlowsAsync();

        Assert.Equal(["Started in {Milliseconds} ms"], flows.OutsideSessions);
        Assert.Single(flows.Flows);
        Assert.Null(flows.NeverRun);
    }

    [Fact]
    public async Task TemplatesOfTheBuildThatNoTestRunsAreListed()
    {
        await using var recorder = new LogFlowRecorder(options => options.Session.Property = "OrderId", typeof(LogFlowRecorderTests).Assembly);
        await using (var log = new LoggerConfiguration().WriteTo.FlowRecorder(recorder).CreateLogger())
        {
            Order(log, "A", items: 1);
        }

        var flows = await recorder.GetFlowsAsync();

        Assert.Contains("Order {OrderId} is late", flows.NeverRun!);
        Assert.DoesNotContain("Order {OrderId} shipped", flows.NeverRun!);
    }

    [Fact]
    public async Task SettingsOfProductionThatDoNotBelongToARecorderHaveNoEffect()
    {
        using var folder = new TemporaryFolder();
        var model = Path.Combine(folder, "model");
        await using var recorder = new LogFlowRecorder(options =>
        {
            options.ModelPath = model;
            options.RequireModel = true;
            options.Session.Property = "OrderId";
            options.Training.SessionCount = 2;
            options.Training.WarmStart = "nowhere.md";
            options.OnAnomaly = _ => throw new InvalidOperationException();
        });
        await using (var log = new LoggerConfiguration().WriteTo.FlowRecorder(recorder).CreateLogger())
        {
            Enumerable.Range(0, 20).ToList().ForEach(order => Order(log, $"{order}", items: 1));
        }

        Assert.Single((await recorder.GetFlowsAsync()).Flows);
        Assert.False(Directory.Exists(model));
    }

    [Fact]
    public async Task LinesAfterTheEndAreIgnoredAndFlowsAreRefused()
    {
        var recorder = ByOrder();
        await using var log = new LoggerConfiguration().WriteTo.FlowRecorder(recorder).CreateLogger();
        await recorder.DisposeAsync();

        Order(log, "A", items: 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => recorder.GetFlowsAsync());
        recorder.Dispose();
    }

    private static LogFlowRecorder ByOrder() => new(options => options.Session.Property = "OrderId");

    private static void Order(SerilogLogger log, string id, int items)
    {
        log.Information("Order {OrderId} placed", id);
        for (var item = 0; item < items; item++)
        {
            log.Information("Item {Item} of order {OrderId} reserved", item, id);
        }

        log.Information("Order {OrderId} shipped", id);
    }
}
