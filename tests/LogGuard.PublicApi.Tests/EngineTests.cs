using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using LogGuard.Neural;
using LogGuard.Parsing;

namespace LogGuard.PublicApi.Tests;

/// <summary>A detector with an engine from outside the core assembly.</summary>
public class EngineTests
{
    private static readonly LineFormat Format = LineFormat.Parse("<Date> <Time> <Level> <Job>: <Content>");
    private static readonly string[] Steps = ["order received", "payment captured", "order packed", "order shipped"];

    [Fact]
    public void ThisAssemblySeesNoInternals() => Assert.DoesNotContain(
        typeof(AnomalyDetector).Assembly.GetCustomAttributesData(),
        attribute => attribute.AttributeType == typeof(InternalsVisibleToAttribute)
            && (string)attribute.ConstructorArguments[0].Value! == typeof(EngineTests).Assembly.GetName().Name);

    [Fact]
    public async Task ADetectorTrainsAndDetectsThroughAnEngineOfItsOwn()
    {
        var engine = new CountingEngine();

        (string[] found, string[] told) = await RunAsync(_ => engine);

        Assert.Equal(["unpaid"], found.Distinct());
        Assert.True(engine.Networks > 0, "No network was made.");
        Assert.True(engine.TrainedBatches > 0, "Nothing was trained.");
        Assert.True(engine.PredictedBatches > 0, "Nothing was predicted.");
        Assert.DoesNotContain(told, line => line.Contains("engine"));
    }

    [Fact]
    public async Task TheVerdictsAreThoseOfTheManagedEngine()
    {
        (string[] own, _) = await RunAsync(_ => new CountingEngine());
        (string[] managed, _) = await RunAsync(null);

        Assert.Equal(managed, own);
    }

    [Fact]
    public async Task AnEngineThatCannotBeMadeIsReportedInOneLineAndReplaced()
    {
        (string[] found, string[] told) = await RunAsync(_ => throw new DllNotFoundException("no library"));

        Assert.Equal(["unpaid"], found.Distinct());
        Assert.Equal(
            "LogGuard: the engine asked for cannot be used, the managed engine takes its place: no library",
            Assert.Single(told, line => line.Contains("engine")));
    }

    [Fact]
    public async Task AFactoryThatReturnsNullIsReportedInOneLineAndReplaced()
    {
        (string[] found, string[] told) = await RunAsync(_ => null!);

        Assert.Equal(["unpaid"], found.Distinct());
        Assert.Equal(
            "LogGuard: the engine asked for cannot be used, the managed engine takes its place: its factory returned null",
            Assert.Single(told, line => line.Contains("engine")));
    }

    [Fact]
    public async Task AnEngineCanReportThroughTheDetector()
    {
        (_, string[] told) = await RunAsync(tell =>
        {
            tell("the counting engine runs on the processor.");
            return new CountingEngine();
        });

        Assert.Contains("LogGuard: the counting engine runs on the processor.", told);
    }

    private static async Task<(string[] Sessions, string[] Told)> RunAsync(Func<Action<string>, INeuralEngine>? factory)
    {
        var found = new ConcurrentQueue<Anomaly>();
        var told = new ConcurrentQueue<string>();
        var options = new AnomalyDetectorOptions { EngineFactory = factory, OnAnomaly = found.Enqueue, Diagnostics = told.Enqueue };
        options.Model.TrainingSteps = 200;
        options.Model.HiddenSize = 16;
        await using var detector = new AnomalyDetector(options);
        await ReadAsync(detector, Enumerable.Range(0, 100).Select(session => ($"learnt-{session}", Steps)));
        await detector.CloseSessionsAsync();
        Assert.True(await detector.TrainAsync());

        await ReadAsync(detector, [("usual", Steps), ("unpaid", [Steps[0], .. Steps[2..]])]);
        await detector.CloseSessionsAsync();
        await detector.FlushAsync();
        return ([.. found.Select(anomaly => anomaly.SessionId)], [.. told]);
    }

    private static Task ReadAsync(AnomalyDetector detector, IEnumerable<(string Session, string[] Steps)> sessions)
    {
        var text = new StringBuilder();
        foreach ((string session, string[] steps) in sessions)
        {
            for (int second = 0; second < steps.Length; second++)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"2026-11-22 10:00:{second:00} INFO {session}: {steps[second]}");
            }
        }

        return detector.ReadLinesAsync(new StringReader(text.ToString()), Format, new TextLogOptions { SessionField = "Job" });
    }
}
