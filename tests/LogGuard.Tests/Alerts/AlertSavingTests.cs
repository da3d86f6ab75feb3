using LogGuard.Alerts;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

/// <summary>What the causes of a process before mean to the next one.</summary>
public sealed class AlertSavingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    [Fact]
    public void ARestartChangesNoAlert()
    {
        var (whole, first) = (new PolicyRun(), new PolicyRun());
        foreach (var run in new[] { whole, first })
        {
            run.Note(0, "a", session: 1, level: LogSeverity.Error);
            run.Note(0.5, "b", session: 1);
            run.Note(3, "c", session: 2);
            run.Note(12, "a", session: 3, level: LogSeverity.Error);
            run.Note(14, "a", session: 4, level: LogSeverity.Error);
        }

        var second = Next(first);
        foreach (var run in new[] { whole, second })
        {
            run.Note(16, "a", session: 5, level: LogSeverity.Error);
            run.Advance(35);
            run.Note(36, "c", session: 6, level: LogSeverity.Fatal);
            run.Note(37, "d", session: 7);
            run.Advance(200);
        }

        Assert.Equal(whole.Told, $"{first.Told} {second.Told}");
        Assert.Equal(whole.Alerts.Select(alert => alert.Incident), first.Alerts.Concat(second.Alerts).Select(alert => alert.Incident));
        Assert.Equal(whole.Alerts.Select(alert => alert.SessionCount), first.Alerts.Concat(second.Alerts).Select(alert => alert.SessionCount));
    }

    [Fact]
    public void AKnownCauseThatBecomesFrequentAfterARestartIsToldAtOnce()
    {
        var first = new PolicyRun(options => (options.FirstInterval, options.LongestInterval, options.QuietTime) =
            (TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(2)));
        for (var i = 0; i < 12; i++)
        {
            first.Note(1_200 * i, "a", session: i + 1);
        }

        var second = Next(first, options => (options.FirstInterval, options.LongestInterval, options.QuietTime) =
            (TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(2)));
        for (var i = 0; i < 12; i++)
        {
            second.Note(14_400 + i, "a", session: i + 100);
        }

        Assert.Equal(AlertState.Escalated, Assert.Single(second.Alerts).State);
        Assert.NotNull(second.Alerts[0].Rate);
    }

    [Fact]
    public void ACauseThatEndedWhileNoProcessRanIsResolvedAtTheNextStart()
    {
        var first = new PolicyRun();
        first.Note(0, "a");

        var second = Next(first);
        second.Advance(5_000);

        Assert.Equal("5000:Res(a,0/1)", second.Told);
    }

    [Fact]
    public void TheRateLimitsHoldOverARestart()
    {
        void Limit(AlertOptions options) => (options.RateLimit, options.FingerprintRateLimit) = (2, 2);
        var first = new PolicyRun(Limit);
        first.Note(0, "a");
        first.Note(5, "b");

        var second = Next(first, Limit);
        second.Note(6, "c");

        Assert.Empty(second.Alerts);
        Assert.Equal(1, second.Policy.Held);
    }

    [Fact]
    public void ALogFromLongBeforeHasCausesOfItsOwn()
    {
        var first = new PolicyRun();
        first.Note(10_000, "a");

        var second = Next(first);
        second.Note(0, "a");

        Assert.Equal("0:New(a,1/1)", second.Told);
    }

    [Fact]
    public void AnAnswerQuietensACauseOfTheProcessBefore()
    {
        var first = new PolicyRun();
        first.Note(0, "a");
        first.Note(1, "a", session: 2);

        var second = Next(first);
        second.Normal.Add("a");
        second.Advance(50);
        second.Advance(500);

        Assert.Empty(second.Alerts);
    }

    [Fact]
    public void CausesThatAreTrackedHereAreNotTakenFromAnother()
    {
        var (other, here) = (new PolicyRun(), new PolicyRun());
        other.Note(0, "a", session: 1);
        other.Note(4, "b", session: 2);
        here.Note(5, "a", session: 3);

        Store().Save(other.Policy.Save());
        here.Policy.Restore(Store().Load()!, keyCount: 10);
        here.Note(6, "b", session: 4);
        here.Advance(14.5);

        Assert.Equal("5:New(a,1/1) 14:Rep(b,1/2)", here.Told);
    }

    [Fact]
    public void OnlyTheTemplatesOfAnAnomalyAreKept()
    {
        var anomaly = PipelineLog.Anomaly(7) with
        {
            SessionId = "secret", TraceId = "secret", Line = "a secret", Template = "a {b} \u001b[31m \"ü\"", Category = "Shop", Score = double.PositiveInfinity,
            Properties = new Dictionary<string, string> { ["b"] = "secret" }, Expected = [new("c {d}", 0.5), new(null, 0.25, 3)], RecentSteps = ["e"],
            Exception = new ExceptionDetail("Some.Exception", "secret") { RootType = "Root", RootMessage = "secret" },
        };
        var run = new PolicyRun();
        run.Policy.Note(anomaly, 1, mayOpen: true, PolicyRun.Start);
        run.Policy.Note(anomaly, 2, mayOpen: true, PolicyRun.Start + 1);

        var second = Next(run);
        second.Advance(50);

        Assert.DoesNotContain("secret", File.ReadAllText(Path.Combine(_folder.Path, AlertStore.Name)));
        var (before, after) = (run.Alerts[0], second.Alerts[0]);
        Assert.Equal((before.Fingerprint, before.Incident, AlertState.Repeated), (after.Fingerprint, after.Incident, after.State));
        Assert.Equal((anomaly.Template, anomaly.Category, anomaly.Score), (after.Anomaly.Template, after.Anomaly.Category, after.Anomaly.Score));
        Assert.Equal(anomaly.Expected, after.Anomaly.Expected);
        Assert.Equal(("Some.Exception", "Root"), (after.Anomaly.Exception!.Type, after.Anomaly.Exception.RootType));
        Assert.Equal(after.Fingerprint, PolicyRun.Fingerprints.Of(after.Anomaly).Fingerprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("{\"Format\": 1, \"Now\": 5, \"Gate\": null, \"Incidents\": [], \"Resolved\": []}")]
    [InlineData("{\"Format\": 1, \"Now\": 5, \"Gate\": [0, 0, 0, 0, 0], \"Incidents\": [null], \"Resolved\": []}")]
    [InlineData("{\"Format\": 1, \"Now\": -5, \"Gate\": [0, 0, 0, 0, 0], \"Incidents\": [], \"Resolved\": []}")]
    [InlineData("{\"Format\": 9, \"Now\": 5, \"Gate\": [0, 0, 0, 0, 0], \"Incidents\": [], \"Resolved\": []}")]
    public void ADamagedFileIsSetAsideAndTold(string content)
    {
        File.WriteAllText(Path.Combine(_folder.Path, AlertStore.Name), content);

        Assert.Null(Store().Load());

        Assert.Contains("is damaged and set aside as alerts.json.damaged", Assert.Single(_told));
        Assert.False(File.Exists(Path.Combine(_folder.Path, AlertStore.Name)));
        Assert.Equal(content, File.ReadAllText(Path.Combine(_folder.Path, AlertStore.Name + ".damaged")));
    }

    /// <summary>Each value of a sound file is taken out or replaced in turn.</summary>
    [Fact]
    public void AFileThatContradictsItselfIsNeverAnException()
    {
        var run = new PolicyRun();
        run.Note(0, "a", exception: new ExceptionDetail("Some.Exception", "it broke"));
        run.Note(5, "b", session: 2);
        Store().Save(run.Policy.Save());
        var path = Path.Combine(_folder.Path, AlertStore.Name);
        var text = File.ReadAllText(path);
        var places = System.Text.RegularExpressions.Regex.Matches(text, "\"[A-Za-z]+\":(\"[^\"]*\"|-?[0-9.E+]+|\\[|\\{|true|false)");

        foreach (System.Text.RegularExpressions.Match place in places)
        {
            foreach (var other in (string[])["null", "-1", "9e99", "\"x\"", "[]", "{}"])
            {
                var value = place.Groups[1];
                var isOpen = value.Value is "[" or "{";
                File.WriteAllText(path, isOpen ? text[..value.Index] + other : text[..value.Index] + other + text[(value.Index + value.Length)..]);
                if (Store().Load() is { } loaded)
                {
                    var policy = new PolicyRun();
                    policy.Policy.Restore(loaded, keyCount: 3);
                    policy.Note(20, "a");
                    policy.Advance(1e6);
                }
            }
        }

        Assert.True(places.Count > 40);
    }

    [Fact]
    public void AFileThatCannotBeReadIsTold()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, AlertStore.Name));

        Assert.Null(Store().Load());
        Assert.False(Store().Save(new PolicyRun().Policy.Save()));
    }

    [Fact]
    public void OnlyTheOwnerOfTheFolderLoadsAndSaves()
    {
        var run = new PolicyRun();
        run.Note(0, "a");
        Store().Save(run.Policy.Save());
        var other = new AlertStore(_folder.Path, _told.Add, () => false);

        Assert.Null(other.Load());
        Assert.False(other.Save(run.Policy.Save()));
        Assert.Empty(_told);
    }

    [Fact]
    public void TheFileIsBounded()
    {
        var run = new PolicyRun(options => options.FingerprintLimit = 10_000);
        var line = new string('x', 4_000);
        for (var i = 0; i < 3_000; i++)
        {
            run.Note(10 * i, $"{i} {line}");
        }

        Store().Save(run.Policy.Save());

        Assert.InRange(new FileInfo(Path.Combine(_folder.Path, AlertStore.Name)).Length, 1, AlertStore.SizeLimit);
        Assert.StartsWith("2999 ", Store().Load()!.Incidents[^1].Causes[0].Newest!.Anomaly.Template);
    }

    public void Dispose() => _folder.Dispose();

    private AlertStore Store() => new(_folder.Path, _told.Add);

    private PolicyRun Next(PolicyRun run, Action<AlertOptions>? configure = null)
    {
        Assert.True(Store().Save(run.Policy.Save()));
        var next = new PolicyRun(configure);
        next.Policy.Restore(Store().Load()!, keyCount: 10);
        return next;
    }
}
