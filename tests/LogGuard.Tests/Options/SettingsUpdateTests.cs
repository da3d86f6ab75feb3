using LogGuard.Configuration;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Configuration;

public class SettingsUpdateTests
{
    [Fact]
    public void WhatCanChangeIsTakenAndTheRestIsNamed()
    {
        var (running, wanted) = (new AnomalyDetectorOptions(), new AnomalyDetectorOptions());
        wanted.Alerts.RateLimit = 7;
        wanted.Training.RetrainInterval = TimeSpan.FromHours(12);
        wanted.Queue.Limit = 99;
        wanted.Session.ClosingTemplates = ["Gone"];

        var (changed, waiting) = SettingsUpdate.Apply(wanted, running);

        Assert.Equal(["Training.RetrainInterval = 12:00:00", "Alerts.RateLimit = 7"], changed);
        Assert.Equal(["Session.ClosingTemplates", "Queue.Limit"], waiting);
        Assert.Equal((7, TimeSpan.FromHours(12)), (running.Alerts.RateLimit, running.Training.RetrainInterval));
        Assert.Equal((QueueOptions.DefaultLimit, 0), (running.Queue.Limit, running.Session.ClosingTemplates.Count));
    }

    [Fact]
    public void ASecretNeedsARestartAndIsNotShown()
    {
        var (running, wanted) = (new AnomalyDetectorOptions(), new AnomalyDetectorOptions());
        wanted.Alerts.Webhook.Secret = "open sesame";

        var (changed, waiting) = SettingsUpdate.Apply(wanted, running);

        Assert.Empty(changed);
        Assert.Equal(["Alerts.Webhook.Secret"], waiting);
        Assert.DoesNotContain(SettingTable.All, setting => setting is { IsLive: true, IsSecret: true });
    }

    [Fact]
    public void TheSameSettingsChangeNothing()
    {
        var (changed, waiting) = SettingsUpdate.Apply(new AnomalyDetectorOptions(), new AnomalyDetectorOptions());

        Assert.Empty(changed);
        Assert.Empty(waiting);
    }

    [Fact]
    public void EverySettingIsCopiedAsItIs()
    {
        var from = OptionProperty.OptionsWithOtherValues();
        foreach (var setting in SettingTable.All)
        {
            var to = new AnomalyDetectorOptions();

            setting.Copy(from, to);

            Assert.NotEqual(setting.Print(new AnomalyDetectorOptions()), setting.Print(to));
            Assert.Equal(setting.Print(from), setting.Print(to));
        }
    }

    [Fact]
    public void TheDocumentsSayWhichSettingsChangeWhileItRuns()
    {
        var line = File.ReadLines(Path.Combine(Repository.Root, "src", "LogGuard", "docs", "settings.md")).Single(line => line.StartsWith("While it runs", StringComparison.Ordinal));

        Assert.Equal(
            SettingTable.All.Where(setting => setting.IsLive).Select(setting => setting.Name).Order(StringComparer.Ordinal),
            line.Split('`').Where((_, place) => place % 2 == 1).Order(StringComparer.Ordinal));
    }
}
