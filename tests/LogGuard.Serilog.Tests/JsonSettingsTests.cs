using System.Reflection;
using System.Text;
using System.Text.Json;
using LogGuard.Configuration;
using LogGuard.Parsing;
using Microsoft.Extensions.Configuration;
using Serilog;

namespace LogGuard.Serilog.Tests;

/// <summary>Every setting, in JSON.</summary>
[Collection(SelfLogCollection.Name)]
public sealed class JsonSettingsTests : IDisposable
{
    private readonly TemporarySelfLog _selfLog = new();

    // Lists, by the text of the JSON value; all else is made up by the type.
    private static readonly Dictionary<string, (string Json, object Value)> Lists = new()
    {
        ["Session.ActivitySources"] = ("""["Microsoft.AspNetCore", "Jobs"]""", new[] { "Microsoft.AspNetCore", "Jobs" }),
        ["Session.ClosingTemplates"] = ("""["Order {OrderId} closed", "Gone"]""", new[] { "Order {OrderId} closed", "Gone" }),
        ["Keys.PropertiesInKey"] = ("""["commandText", "Route"]""", new[] { "commandText", "Route" }),
        ["Capture.HashedProperties"] = ("""["UserId", "Email"]""", new[] { "UserId", "Email" }),
        ["Capture.RedactedProperties"] = ("""["Card"]""", new[] { "Card" }),
        ["Mining.SeedTemplates"] = ("""["took <*> ms"]""", new[] { "took <*> ms" }),
        ["Mining.SeedLines"] = ("""["took 5 ms"]""", new[] { "took 5 ms" }),
        ["Mining.CustomMasks"] = ("""[{ "Name": "order", "Pattern": "A-\\d+" }]""", new[] { new CustomMask("order", @"A-\d+") }),
    };

    // Texts that can be set, and are refused; any other setting has a form that "~" has not.
    private static readonly Dictionary<string, string> WrongTexts = new()
    {
        ["Name"] = " ", ["Capture.HashKey"] = "short", ["ModelPath"] = "", ["Session.Property"] = "", ["ApplicationVersion"] = "",
        ["Alerts.Webhook.Secret"] = "",
    };

    public static TheoryData<string> Settings => [.. SettingTable.All.Select(setting => setting.Name)];

    public void Dispose() => _selfLog.Dispose();

    [Theory]
    [MemberData(nameof(Settings))]
    public void EverySettingIsBound(string name)
    {
        var property = OptionProperty.All.Single(property => property.Name == name);
        var (json, value) = Lists.TryGetValue(name, out var list) ? list : (property.Other() is var other ? (Literal(other), other.Value) : default);
        var options = new AnomalyDetectorOptions();

        OptionBinder.Apply(options, Configuration(Nest(name, json)).AsEnumerable());

        Assert.Equal(value, property.In(options));
        Assert.Empty(options.Remarks);
        Assert.StartsWith($"settings that are not the defaults: {name} = ", SettingTable.Describe(options));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void AWrongValueOfEverySettingIsRefusedByName(string name)
    {
        var json = Nest(name, JsonSerializer.Serialize(WrongTexts.GetValueOrDefault(name, "~")));

        var exception = Assert.Throws<TargetInvocationException>(() => Build($$"""{ "options": {{json}} }""")).InnerException!;

        Assert.IsType<ArgumentException>(exception);
        Assert.StartsWith($"AnomalyDetectorOptions: {name} is ", exception.Message);
    }

    [Fact]
    public void WhatIsNotKnownIsToldAndStopsNothing()
    {
        Build("""{ "options": { "Sesion": { "Property": "OrderId" }, "Model": { "TopGee": 3 } } }""").Dispose();

        Assert.Contains(_selfLog.Lines, line => line.Contains("there is no setting Sesion.Property, and it has no effect; the nearest one is Session.Property."));
        Assert.Contains(_selfLog.Lines, line => line.Contains("there is no setting Model.TopGee, and it has no effect; the nearest one is Model.TopG."));
    }

    [Fact]
    public void ReceiversStandBesideTheOptions()
    {
        using var folder = Orders.TrainedFolder();
        Told.Lines.Clear();
        using (var log = Build($$"""
            { "options": { "ModelPath": {{JsonSerializer.Serialize(folder.Path)}}, "Session": { "Property": "OrderId" } },
              "onAnomaly": "LogGuard.Serilog.Tests.JsonReceiver::Receive, LogGuard.Serilog.Tests",
              "diagnostics": "LogGuard.Serilog.Tests.Told::Tell, LogGuard.Serilog.Tests" }
            """))
        {
            log.Order("A1", "rpx");
        }

        Assert.Equal("A1", Assert.Single(JsonReceiver.Anomalies).SessionId);
        JsonReceiver.Anomalies.Clear();
        Assert.Contains(Told.Lines, line => line.Contains("Session.Property = \"OrderId\""));
        Assert.Empty(_selfLog.Lines);
    }

    [Fact]
    public void ArgumentsAndOptionsWorkTogether()
    {
        using var folder = Orders.TrainedFolder();
        using (var log = Build($$"""
            { "modelPath": {{JsonSerializer.Serialize(folder.Path)}}, "queueLimit": 1024, "whenFull": "Wait", "topG": 3, "idleTimeout": "00:01:00",
              "targetAlarmRate": 0.01, "trainingSessions": 50, "diagnostics": "LogGuard.Serilog.Tests.Told::Tell, LogGuard.Serilog.Tests",
              "configure": "LogGuard.Serilog.Tests.Told::Configure, LogGuard.Serilog.Tests",
              "options": { "Session": { "Property": "OrderId" }, "Training": { "EventCount": 5000 } } }
            """))
        {
            log.Order("A1", "rpx");
        }

        var settings = Told.Lines.Last(line => line.Contains("settings that are not the defaults"));
        Assert.All(
            new[]
            {
                "ModelPath = ", "Session.Property = \"OrderId\"", "Queue.Limit = 1024", "Queue.WhenFull = Wait", "Model.TopG = 3", "Session.IdleTimeout = 00:01:00",
                "Model.TargetAlarmRate = 0.01", "Training.SessionCount = 50", "Training.EventCount = 5000", "Seed = 42",
            },
            text => Assert.Contains(text, settings));
        Assert.Contains(_selfLog.Lines, line => line.Contains("Unknown line in session A1"));
    }

    [Theory]
    [InlineData("""{ "modelPth": "m" }""", "modelPth")]
    [InlineData("""{ "sesionProperty": "OrderId", "topG": 3 }""", "sesionProperty")]
    [InlineData("""{ "Session": { "Property": "OrderId" } }""", "Session")]
    [InlineData("""{ "topG": 3, "detectorOptions": "LogGuard.Serilog.Tests.Told::Some, LogGuard.Serilog.Tests" }""", "detectorOptions")]
    public void AnArgumentWithoutEffectIsToldOf(string arguments, string name)
    {
        Build(arguments).Dispose();

        Assert.Contains(_selfLog.Lines, line => line.Contains($"the argument {name} has no effect; AnomalyDetector takes options, modelPath, "));
    }

    [Fact]
    public void AnOptionsObjectOfTheApplicationIsTakenAlone()
    {
        Build("""{ "detectorOptions": "LogGuard.Serilog.Tests.Told::Some, LogGuard.Serilog.Tests", "restrictedToMinimumLevel": "Warning" }""").Dispose();

        Assert.Contains(_selfLog.Lines, line => line.Contains("Seed = 43"));
        Assert.DoesNotContain(_selfLog.Lines, line => line.Contains("no effect"));
    }

    [Fact]
    public void TheArgumentsAreTheParametersOfTheMethodThatTakesAll()
    {
        var parameters = typeof(AnomalyDetectorLoggerConfigurationExtensions).GetMethods()
            .Where(method => method.Name == "AnomalyDetector")
            .Select(method => method.GetParameters().Skip(1).Select(parameter => parameter.Name!).ToArray())
            .ToArray();

        Assert.Equal(JsonArguments.Known.Order(), parameters[0].Where(name => name != "configuration").Order());
        Assert.All(parameters, names => Assert.Empty(names.Except([.. JsonArguments.Known, "configuration", "detector", "detectorOptions"])));
    }

    [Theory]
    [InlineData("""{ "modelPath": "m", "options": { "ModelPath": "n" } }""", "modelPath and options.ModelPath are both set; set one of them.")]
    [InlineData(
        """{ "sessionProperty": "A", "topG": 3, "options": { "session": { "property": "B" }, "Model": { "TopG": 4 } } }""",
        "sessionProperty and options.Session.Property are both set; set one of them. topG and options.Model.TopG are both set; set one of them.")]
    public void ASettingGivenTwiceIsRefused(string arguments, string faults)
    {
        var exception = Assert.Throws<TargetInvocationException>(() => Build(arguments)).InnerException!;

        Assert.Equal("AnomalyDetectorOptions: " + faults, Assert.IsType<ArgumentException>(exception).Message);
    }

    [Theory]
    [InlineData("""{ "modelPath": "", "options": { "Queue": { "Limit": 0 } } }""", "ModelPath is ")]
    [InlineData("""{ "modelPath": "m", "diagnostics": "LogGuard.Serilog.Tests.Told::Tell, LogGuard.Serilog.Tests", "queueLimit": 0 }""", "Queue.Limit is 0")]
    public void AFaultOfEitherIsFound(string arguments, string fault)
    {
        var exception = Assert.Throws<TargetInvocationException>(() => Build(arguments)).InnerException!;

        Assert.Contains(fault, Assert.IsType<ArgumentException>(exception).Message);
    }

    [Theory]
    [InlineData("many", false)]
    [InlineData("1024", true)]
    public void CodeMayGiveASection(string limit, bool isGood)
    {
        var section = Configuration($$"""{ "Detector": { "Queue": { "Limit": "{{limit}}" } } }""").GetSection("Detector");

        var exception = Record.Exception(() => new LoggerConfiguration().WriteTo.AnomalyDetector(section).CreateLogger().Dispose());

        Assert.Equal(isGood ? null : "AnomalyDetectorOptions: Queue.Limit is \"many\"; it must be a whole number.", exception?.Message);
    }

    [Fact]
    public void ATextInThePlaceOfTheSectionIsRefused()
    {
        var section = Configuration("""{ "Detector": "all" }""").GetSection("Detector");

        var exception = Assert.Throws<ArgumentException>(() => new LoggerConfiguration().WriteTo.AnomalyDetector(section));

        Assert.Equal("AnomalyDetectorOptions: options is \"all\"; it must be an object of settings.", exception.Message);
    }

    private static global::Serilog.Core.Logger Build(string arguments) => new LoggerConfiguration()
        .ReadFrom.Configuration(Configuration(
            $$"""{ "Serilog": { "Using": ["LogGuard.Serilog"], "WriteTo": [{ "Name": "AnomalyDetector", "Args": {{arguments}} }] } }"""))
        .CreateLogger();

    private static IConfigurationRoot Configuration(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    // As a person would write it: only texts and times in quotes.
    private static string Literal((object Value, string Text) setting) =>
        setting.Value is bool or int or long or double ? setting.Text : JsonSerializer.Serialize(setting.Text);

    private static string Nest(string name, string json) =>
        name.Split('.').Reverse().Aggregate(json, (inner, part) => $$"""{ "{{part}}": {{inner}} }""");
}

/// <summary>What a configuration names as a receiver of messages.</summary>
public static class Told
{
    public static Action<string> Tell { get; } = message => Lines!.Enqueue(message);

    public static AnomalyDetectorOptions Some { get; } = new() { Seed = 43 };

    public static Action<AnomalyDetectorOptions> Configure { get; } = options => options.Seed = 42;

    internal static System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();
}
