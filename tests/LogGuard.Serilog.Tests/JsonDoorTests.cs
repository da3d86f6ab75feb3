using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Core;

namespace LogGuard.Serilog.Tests;

/// <summary>Every form in which a JSON configuration can ask for a detector.</summary>
[Collection(SelfLogCollection.Name)]
public sealed class JsonDoorTests : IDisposable
{
    private readonly TemporarySelfLog _selfLog = new();

    public void Dispose()
    {
        _selfLog.Dispose();
        JsonReceiver.Anomalies.Clear();
    }

    [Theory]
    [InlineData("""{ "Serilog": { "Using": ["LogGuard.Serilog"], "WriteTo": [{ "Name": "AnomalyDetector" }] } }""")]
    [InlineData("""{ "Serilog": { "Using": ["LogGuard.Serilog"], "WriteTo": ["AnomalyDetector"] } }""")]
    [InlineData("""{ "Serilog": { "Using": ["LogGuard.Serilog"], "WriteTo": { "Detector": { "Name": "AnomalyDetector" } } } }""")]
    public void WithoutArgumentsEverythingHasItsDefault(string json)
    {
        using (var log = Build(json))
        {
            log.Order("A1");
        }

        Assert.Contains("stopped: 4 events received, 0 judged", Assert.Single(_selfLog.Lines));
    }

    [Fact]
    public void TheAssemblyIsFoundWithoutUsing()
    {
        using (var log = Build("""{ "Serilog": { "WriteTo": [{ "Name": "AnomalyDetector" }] } }"""))
        {
            log.Order("A1");
        }

        Assert.Contains("stopped: 4 events received", Assert.Single(_selfLog.Lines));
    }

    [Fact]
    public void NamedArgumentsReachTheDetector()
    {
        using var folder = Orders.TrainedFolder();
        using (var log = BuildSink($$"""
            "modelPath": {{Quote(folder.Path)}}, "sessionProperty": "OrderId", "trainingSessions": 50, "idleTimeout": "00:01:00",
            "targetAlarmRate": 0.01, "topG": 3, "queueLimit": 1024, "whenFull": "Wait", "restrictedToMinimumLevel": "Information"
            """))
        {
            log.Order("A1", "rpx");
        }

        Assert.Contains(_selfLog.Lines, line => line.Contains("Unknown line in session A1, line 3: [Warning] Order A1 went up in smoke"));
    }

    [Theory]
    [InlineData("Receive")]
    [InlineData("ReceiveByMethod")]
    public void AReceiverIsNamedAsAStaticMember(string member)
    {
        using var folder = Orders.TrainedFolder();
        using (var log = BuildSink($$"""
            "modelPath": {{Quote(folder.Path)}}, "sessionProperty": "OrderId",
            "onAnomaly": "LogGuard.Serilog.Tests.JsonReceiver::{{member}}, LogGuard.Serilog.Tests"
            """))
        {
            log.Order("A1", "rpx");
        }

        Assert.Equal("A1", Assert.Single(JsonReceiver.Anomalies).SessionId);
    }

    [Fact]
    public void AnObjectOfOptionsReachesTheDetector()
    {
        using var folder = Orders.TrainedFolder();
        using (var log = BuildSink($$"""
            "options": {
              "ModelPath": {{Quote(folder.Path)}}, "RequireModel": true, "Detector": "Default", "VocabularyLimit": 500, "ExpectedStepLimit": 2,
              "PendingAnomalyLimit": 16, "Seed": 7,
              "Session": { "Property": "OrderId", "IdleTimeout": "00:02:00", "OpenLimit": 100, "ClosingTemplates": ["Order {OrderId} shipped"] },
              "Queue": { "Limit": 2048, "WhenFull": "Wait", "ShutdownTimeout": "00:00:20" },
              "Model": { "WindowSize": 4, "TopG": 2, "TargetAlarmRate": 0.01, "HiddenSize": 32, "LayerCount": 1, "TrainingSteps": 100, "BatchSize": 64 },
              "Training": { "SessionCount": 100, "EventCount": 5000, "Duration": "1.00:00:00", "QuietTime": "01:00:00", "SessionLengthLimit": 1000 },
              "OnAnomaly": "LogGuard.Serilog.Tests.JsonReceiver::Receive, LogGuard.Serilog.Tests"
            },
            "restrictedToMinimumLevel": "Information"
            """))
        {
            log.Order("A1", "rpkk");
            log.Order("A2", "rpk");
            log.Order("A3", "rpks");
        }

        // A receiver has its place beside the options.
        Assert.Contains(_selfLog.Lines, line => line.Contains("the setting OnAnomaly is set in code"));
        Assert.Empty(JsonReceiver.Anomalies);
        Assert.Contains(_selfLog.Lines, line => line.Contains("in session A1, line 4"));
        Assert.DoesNotContain(_selfLog.Lines, line => line.Contains("in session A2"));
        Assert.Contains(_selfLog.Lines, line => line.Contains("stopped: 11 events received, 11 judged"));
    }

    [Fact]
    public void ClosingTemplatesOfAnObjectEndTheirSessions()
    {
        using (var log = BuildSink("""
            "options": { "Session": { "Property": "OrderId", "ClosingTemplates": ["Order {OrderId} shipped", "Order {OrderId} packed"] },
              "Training": { "SessionCount": 2 }, "Model": { "HiddenSize": 8, "TrainingSteps": 1 } }
            """))
        {
            log.Order("A1", "rpks");
            log.Order("A1", "rpks");
            Assert.True(SpinWait.SpinUntil(() => _selfLog.Lines.Any(line => line.Contains("training on")), Orders.Patience));
        }
    }

    [Fact]
    public void ALevelKeepsLesserEventsAway()
    {
        using (var log = BuildSink(""" "restrictedToMinimumLevel": "Error" """))
        {
            log.Order("A1", "rpx");
            log.Error("Seen");
        }

        Assert.Contains("stopped: 1 event received", Assert.Single(_selfLog.Lines));
    }

    [Fact]
    public void ALevelSwitchIsNamed()
    {
        using (var log = Build("""
            { "Serilog": { "Using": ["LogGuard.Serilog"], "LevelSwitches": { "$detector": "Error" },
              "WriteTo": [{ "Name": "AnomalyDetector", "Args": { "levelSwitch": "$detector" } }] } }
            """))
        {
            log.Order("A1", "rpx");
            log.Error("Seen");
        }

        Assert.Contains("stopped: 1 event received", Assert.Single(_selfLog.Lines));
    }

    [Theory]
    [InlineData(
        """ "modelPath": "", "sessionProperty": "", "trainingSessions": 1, "idleTimeout": "00:00:00", "targetAlarmRate": 0.5, "topG": -3, "queueLimit": 0 """,
        "ModelPath is|Training.SessionCount is 1|Session.IdleTimeout is 00:00:00|Model.TargetAlarmRate is 0.5|Model.TopG is -3|Queue.Limit is 0")]
    [InlineData(
        """ "options": { "VocabularyLimit": 0, "RequireModel": true, "Model": { "WindowSize": 0, "LayerCount": 9 }, "Queue": { "Limit": 1 } } """,
        "VocabularyLimit is 0|RequireModel is true|Model.WindowSize is 0|Model.LayerCount is 9|Queue.Limit is 1")]
    public void WrongSettingsAreNamedAllAtOnce(string arguments, string faults)
    {
        var exception = Assert.Throws<TargetInvocationException>(() => BuildSink(arguments)).InnerException!;

        Assert.IsType<ArgumentException>(exception);
        Assert.StartsWith("AnomalyDetectorOptions: ", exception.Message);
        Assert.All(faults.Split('|'), fault => Assert.Contains(fault, exception.Message));
    }

    [Fact]
    public void SettingsThatAreNoNumbersAreAnError()
    {
        Assert.ThrowsAny<Exception>(() => BuildSink(""" "topG": "many" """));
        Assert.ThrowsAny<Exception>(() => BuildSink(""" "whenFull": "Whatever" """));
        Assert.ThrowsAny<Exception>(() => BuildSink(""" "options": { "Queue": { "Limit": "many" } } """));
    }

    private static Logger BuildSink(string arguments) => Build(
        $$"""{ "Serilog": { "Using": ["LogGuard.Serilog"], "WriteTo": [{ "Name": "AnomalyDetector", "Args": { {{arguments}} } }] } }""");

    private static Logger Build(string json) => new LoggerConfiguration()
        .ReadFrom.Configuration(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build())
        .CreateLogger();

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}

/// <summary>What a configuration names as <c>Type::Member, Assembly</c>.</summary>
public static class JsonReceiver
{
    public static Action<Anomaly> Receive { get; } = anomaly => Anomalies!.Enqueue(anomaly);

    internal static System.Collections.Concurrent.ConcurrentQueue<Anomaly> Anomalies { get; } = new();

    public static void ReceiveByMethod(Anomaly anomaly) => Anomalies.Enqueue(anomaly);
}
