using LogGuard.Alerts;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public sealed class FingerprintMakerTests : IDisposable
{
    private readonly PipelineFolder _folder = new();
    private readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Order {Id} lost")]
    [InlineData("{Count} of {Total:N0} sent")]
    [InlineData("{{literal}} and {@Order}")]
    public void ATemplateWithAPlaceholderHasTheSameFingerprintEverywhere(string template)
    {
        var anomaly = PipelineLog.Anomaly(1) with { Template = template };

        Assert.Equal(Fingerprint.Of(anomaly), Maker(1).Of(anomaly).Fingerprint);
    }

    [Theory]
    [InlineData("User bob@example.org was refused")]
    [InlineData("{\"user\":\"bob\"}")]
    [InlineData("{3f2504e0-4f89-11d3-9a0c-0305e82c3301} was opened")]
    [InlineData("Order { Id = 5, Customer = bob }")]
    [InlineData("sshd: Failed password for <*>")]
    [InlineData("{{bob}}")]
    public void TextOfAUserIsKeyed(string text)
    {
        var anomaly = PipelineLog.Anomaly(1) with { Template = text };

        var name = Maker(1).Of(anomaly);

        Assert.NotEqual(Fingerprint.Of(anomaly), name.Fingerprint);
        Assert.NotEqual(name.Fingerprint, Maker(2).Of(anomaly).Fingerprint);
        Assert.Equal(name, Maker(1).Of(anomaly));
        Assert.Equal(Fingerprint.Of(anomaly), name.Earlier);
        Assert.Matches("^unknown-line-[0-9a-f]{16}$", name.Fingerprint);
    }

    [Fact]
    public void AStepThatIsAUsersTextIsKeyedToo()
    {
        var anomaly = PipelineLog.Anomaly(1) with { Kind = AnomalyKind.UnexpectedKey, Template = "Order {Id} lost", SkippedStep = "bob logged in" };

        Assert.NotEqual(Fingerprint.Of(anomaly), Maker(1).Of(anomaly).Fingerprint);
    }

    // These are in people's filters: they are never to change. Worked out apart from the code, as FNV-1a and as HMAC-SHA256.
    [Fact]
    public void TheNewPartsAreTheSameForEver()
    {
        Assert.Equal("unusual-value-2daf727d10c16758", Maker(0).Of(Slow("Order {Id} paid")).Fingerprint);
        Assert.Equal("unknown-line-b7fcec25ed7f5418", Maker(0).Of(PipelineLog.Anomaly(1) with { Template = "Order {Id} lost", Exception = new("E") }).Fingerprint);
        Assert.Equal("unknown-line-2c135631c46debca", Maker(0).Of(PipelineLog.Anomaly(1) with { Template = "bob is lost" }).Fingerprint);
    }

    [Fact]
    public void SlowOfOneStepIsAnotherCauseThanSlowOfAnother()
    {
        var maker = Maker(1);

        Assert.NotEqual(maker.Of(Slow("Order {Id} paid")).Fingerprint, maker.Of(Slow("Order {Id} packed")).Fingerprint);
        Assert.Equal(maker.Of(Slow("Order {Id} paid")).Earlier, maker.Of(Slow("Order {Id} packed")).Earlier);
        Assert.Equal(maker.Of(Slow("Order {Id} paid")), maker.Of(Slow("Order {Id} paid") with { Line = "Order 9 shipped", Position = 7 }));
    }

    [Fact]
    public void AnotherExceptionAtTheSameLineIsAnotherCause()
    {
        var maker = Maker(1);
        var line = PipelineLog.Anomaly(1) with { Template = "Request {Id} failed", Exception = new("A", "1") };

        Assert.NotEqual(maker.Of(line).Fingerprint, maker.Of(line with { Exception = new("B", "1") }).Fingerprint);
        Assert.NotEqual(maker.Of(line).Fingerprint, maker.Of(line with { Exception = new("A", "1") { RootType = "C" } }).Fingerprint);
        Assert.Equal(maker.Of(line).Fingerprint, maker.Of(line with { Exception = new("A", "2") }).Fingerprint);
    }

    [Fact]
    public void ASuppressionByAnEarlierFingerprintHolds()
    {
        var run = new PolicyRun();
        var anomaly = PipelineLog.Anomaly(1) with { Template = "bob is lost", Exception = new("E") };
        run.Suppressions.Add(Fingerprint.Of(anomaly), TestTimeProvider.Start.AddHours(1).UtcTicks, 0);

        run.Policy.Note(anomaly, 1, mayOpen: true, PolicyRun.Start);

        Assert.Empty(run.Alerts);
        Assert.Equal(1, run.Policy.Suppressed);
    }

    [Fact]
    public void TheKeyIsSavedAndReadBack()
    {
        var key = Get();

        Assert.Equal(32, key.Length);
        Assert.Equal(key, Get());
        using var other = new PipelineFolder();
        Assert.NotEqual(key, FingerprintKey.Get(new AnomalyDetectorOptions { ModelPath = other.Path }, _told.Add));
        Assert.Empty(_told);
    }

    [Fact]
    public void ADetectorThatOnlyReadsTheFolderMakesNoKeyThere()
    {
        var options = new AnomalyDetectorOptions { ModelPath = _folder.Path };

        Assert.Equal(32, FingerprintKey.Get(options, _told.Add, () => false).Length);

        Assert.False(File.Exists(_folder[FingerprintKey.Name]));
        Assert.Contains("fingerprint.key is not there yet", Assert.Single(_told));
        Assert.Equal(Get(), FingerprintKey.Get(options, _told.Add, () => false));
    }

    [Fact]
    public void OfTwoThatMakeAKeyAtOnceTheSecondTakesThatOfTheFirst()
    {
        var options = new AnomalyDetectorOptions { ModelPath = _folder.Path };
        byte[] first = [];

        var second = FingerprintKey.Get(options, _told.Add, () =>
        {
            first = Get();
            return true;
        });

        Assert.Equal(first, second);
        Assert.Equal(first, Get());
        Assert.Empty(_told);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder[FingerprintKey.Name]));
        }
    }

    [Fact]
    public void WithAHashKeyItIsTheSameOnEachMachine()
    {
        var options = new AnomalyDetectorOptions();
        options.Capture.HashKey = "a key of sixteen characters";

        Assert.Equal(FingerprintKey.Get(options, _told.Add), FingerprintKey.Get(options, _told.Add));
        Assert.NotEqual(FingerprintKey.Get(new AnomalyDetectorOptions(), _told.Add), FingerprintKey.Get(new AnomalyDetectorOptions(), _told.Add));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    public void ABrokenKeyIsToldAndLeftAlone(string text)
    {
        File.WriteAllText(_folder[FingerprintKey.Name], text);

        Assert.Equal(32, Get().Length);

        Assert.Contains("fingerprint.key cannot be used", Assert.Single(_told));
        Assert.Equal(text, File.ReadAllText(_folder[FingerprintKey.Name]));
    }

    private byte[] Get() => FingerprintKey.Get(new AnomalyDetectorOptions { ModelPath = _folder.Path }, _told.Add);

    private static FingerprintMaker Maker(byte seed) => new(() => [.. Enumerable.Repeat(seed, 32)]);

    private static Anomaly Slow(string before) => PipelineLog.Anomaly(1) with
    {
        Kind = AnomalyKind.UnusualValue, Template = "Order {Id} shipped", RecentSteps = ["Order {Id} placed", before],
        UnusualValue = new UnusualValue { Name = "elapsed time", Value = 9, Confidence = 0.999 },
    };
}
