using LogGuard.Configuration;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Configuration;

public class SettingTableTests
{
    [Fact]
    public void EveryOptionIsInTheTableOrCanOnlyBeSetInCode() => Assert.Equal(
        OptionProperty.All.Select(property => property.Name).Order(StringComparer.Ordinal),
        SettingTable.All.Select(setting => setting.Name).Concat(SettingTable.InCodeOnly).Order(StringComparer.Ordinal));

    [Fact]
    public void OnlyObjectsAndMethodsOfTheApplicationAreForCode() => Assert.All(
        OptionProperty.All.Where(property => SettingTable.InCodeOnly.Contains(property.Name)),
        property => Assert.True(typeof(Delegate).IsAssignableFrom(property.Type) || property.Type.IsAbstract || property.Type.IsInterface));

    [Fact]
    public void EveryOptionIsInTheSettingsOfTheDocuments()
    {
        var settings = File.ReadAllText(Path.Combine(Repository.Root, "src", "LogGuard", "docs", "settings.md"));

        Assert.All(OptionProperty.All, property => Assert.Contains($"| `{property.Name}` |", settings));
    }

    [Fact]
    public void NothingIsDescribedWhereEverythingIsTheDefault() => Assert.Null(SettingTable.Describe(new AnomalyDetectorOptions()));

    [Fact]
    public void WhatIsNotTheDefaultIsDescribedInTheWordsOfAConfiguration()
    {
        var options = new AnomalyDetectorOptions { RequireModel = true };
        options.Session.Property = "OrderId";
        options.Session.ClosingTemplates = ["Order {OrderId} closed", "Gone"];
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Model.TargetAlarmRate = 0.00005;
        options.Training.QuarantineTime = null;
        options.Training.Duration = TimeSpan.FromHours(36);
        options.Mining.CustomMasks = [new CustomMask("ip", @"\d+")];

        Assert.Equal(
            "settings that are not the defaults: RequireModel = true, Session.Property = \"OrderId\", "
            + "Session.ClosingTemplates = [\"Order {OrderId} closed\", \"Gone\"], Queue.WhenFull = Wait, Model.TargetAlarmRate = 5E-05, "
            + "Training.Duration = 1.12:00:00, Training.QuarantineTime = none, Mining.CustomMasks = [ip: \"\\d+\"].",
            SettingTable.Describe(options));
    }

    [Fact]
    public void ADetectorSaysOnceAtItsStartWhatItWasGiven()
    {
        var told = new List<string>();
        var options = new AnomalyDetectorOptions { Seed = 5, Diagnostics = told.Add };
        OptionBinder.Apply(options, [new("Sesion:Property", "OrderId"), new("OnAnomaly", "A::B, C")]);

        using (new AnomalyDetector(options))
        {
            Assert.Equal(
                [
                    "LogGuard: settings that are not the defaults: Seed = 5.",
                    "LogGuard: there is no setting Sesion.Property, and it has no effect; the nearest one is Session.Property.",
                    "LogGuard: the setting OnAnomaly is set in code, and has no effect in a configuration.",
                ],
                told);
        }
    }
}
