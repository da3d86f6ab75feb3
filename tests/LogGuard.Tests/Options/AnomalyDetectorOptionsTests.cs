namespace LogGuard.Tests.Configuration;

public class AnomalyDetectorOptionsTests
{
    public static TheoryData<Action<AnomalyDetectorOptions>, string> Faults => new()
    {
        { options => options.Detector = (DetectorKind)9, "Detector is 9; it must be one of Default, NewKey, NGram, DeepLog, Custom." },
        { options => options.VocabularyLimit = 0, "VocabularyLimit is 0; it must be between 1 and 1,000,000." },
        { options => options.VocabularyLimit = 1_000_001, "VocabularyLimit is 1,000,001; it must be between 1 and 1,000,000." },
        { options => options.PendingAnomalyLimit = 0, "PendingAnomalyLimit is 0; it must be between 1 and 1,000,000." },
        { options => options.PendingAnomalyLimit = 1_000_001, "PendingAnomalyLimit is 1,000,001; it must be between 1 and 1,000,000." },
        { options => options.ExpectedStepLimit = 0, "ExpectedStepLimit is 0; it must be between 1 and 100." },
        { options => options.ExpectedStepLimit = 101, "ExpectedStepLimit is 101; it must be between 1 and 100." },
        { options => options.Session.SaveInterval = TimeSpan.FromMilliseconds(9), "Session.SaveInterval is 00:00:00.0090000; it must be between 00:00:00.0100000 and 01:00:00." },
        { options => options.Session.SaveInterval = TimeSpan.FromHours(2), "Session.SaveInterval is 02:00:00; it must be between 00:00:00.0100000 and 01:00:00." },
        { options => options.Session.SavedLimit = -1, "Session.SavedLimit is -1; it must be between 0 and 1,000,000." },
        { options => options.Session.SavedLimit = 1_000_001, "Session.SavedLimit is 1,000,001; it must be between 0 and 1,000,000." },
        { options => options.Values.WarmUpTime = TimeSpan.FromTicks(-1), "Values.WarmUpTime is -00:00:00.0000001; it must be between 00:00:00 and 01:00:00." },
        { options => options.Values.WarmUpTime = TimeSpan.FromMinutes(61), "Values.WarmUpTime is 01:01:00; it must be between 00:00:00 and 01:00:00." },
        { options => options.Values.WarmUpCount = -1, "Values.WarmUpCount is -1; it must be between 0 and 100." },
        { options => options.Values.WarmUpCount = 101, "Values.WarmUpCount is 101; it must be between 0 and 100." },
        { options => options.SnapshotLimit = 0, "SnapshotLimit is 0; it must be between 1 and 1,000." },
        { options => options.Training.RecentSessions = -1, "Training.RecentSessions is -1; it must be between 0 and 1,000,000." },
        { options => options.Training.RetrainInterval = TimeSpan.Zero, "Training.RetrainInterval is 00:00:00; it must be between 00:01:00 and 3650.00:00:00." },
        { options => options.Training.QuarantineTime = TimeSpan.FromDays(366), "Training.QuarantineTime is 366.00:00:00; it must be between 00:00:01 and 365.00:00:00." },
        { options => options.Training.WarmStart = "", "Training.WarmStart is \"\"; it must be the path of a file." },
        { options => options.ModelPath = "", "ModelPath is \"\"; it must be the path of a folder, or null." },
        { options => options.ModelPath = "a\0b", "ModelPath is \"a\\0b\"; it must be the path of a folder, or null." },
        { options => options.RequireModel = true, "RequireModel is true; it needs ModelPath to be set." },
        { options => options.TimeProvider = null!, "TimeProvider is null; it must be set." },
        { options => options.Session = null!, "Session is null; it must be set." },
        { options => options.Queue = null!, "Queue is null; it must be set." },
        { options => options.Model = null!, "Model is null; it must be set." },
        { options => options.Training = null!, "Training is null; it must be set." },
        { options => options.Values = null!, "Values is null; it must be set." },
        { options => options.Alerts = null!, "Alerts is null; it must be set." },

        { options => options.Alerts.FirstInterval = TimeSpan.Zero, "Alerts.FirstInterval is 00:00:00; it must be between 00:00:00.0010000 and 30.00:00:00." },
        { options => options.Alerts.FirstInterval = TimeSpan.FromDays(31), "Alerts.FirstInterval is 31.00:00:00; it must be between 00:00:00.0010000 and 30.00:00:00." },
        { options => options.Alerts.QuietTime = TimeSpan.Zero, "Alerts.QuietTime is 00:00:00; it must be between 00:00:00.0010000 and 30.00:00:00." },
        { options => options.Alerts.QuietTime = TimeSpan.FromDays(31), "Alerts.QuietTime is 31.00:00:00; it must be between 00:00:00.0010000 and 30.00:00:00." },
        { options => options.Alerts.LongestInterval = TimeSpan.FromMinutes(4), "Alerts.LongestInterval is 00:04:00; it must be between 00:05:00 and 30.00:00:00." },
        { options => options.Alerts.LongestInterval = TimeSpan.FromDays(31), "Alerts.LongestInterval is 31.00:00:00; it must be between 00:05:00 and 30.00:00:00." },
        { options => options.Alerts.BackoffFactor = 0.9, "Alerts.BackoffFactor is 0.9; it must be between 1 and 100." },
        { options => options.Alerts.BackoffFactor = 101, "Alerts.BackoffFactor is 101; it must be between 1 and 100." },
        { options => options.Alerts.RateLimit = 0, "Alerts.RateLimit is 0; it must be between 1 and 1,000,000." },
        { options => options.Alerts.FingerprintRateLimit = 0, "Alerts.FingerprintRateLimit is 0; it must be between 1 and 1,000,000." },
        { options => options.Alerts.RateInterval = TimeSpan.Zero, "Alerts.RateInterval is 00:00:00; it must be between 00:00:01 and 30.00:00:00." },
        { options => options.Alerts.FingerprintLimit = 100_001, "Alerts.FingerprintLimit is 100,001; it must be between 1 and 100,000." },
        { options => options.Alerts.SessionLimit = 0, "Alerts.SessionLimit is 0; it must be between 1 and 1,000,000." },
        { options => options.Alerts.SpanLimit = 0, "Alerts.SpanLimit is 0; it must be between 1 and 1,000,000." },
        { options => options.Alerts.Webhook = null!, "Alerts.Webhook is null; it must be set." },
        { options => options.Alerts.Webhook.Url = "example.org", "Alerts.Webhook.Url is \"example.org\"; it must be an absolute http or https address, or null." },
        { options => options.Alerts.Webhook.Url = "ftp://example.org", "Alerts.Webhook.Url is \"ftp://example.org\"; it must be an absolute http or https address, or null." },
        { options => options.Alerts.Webhook.Secret = "", "Alerts.Webhook.Secret is empty; it must be a secret or null." },
        { options => options.Alerts.Webhook.Timeout = TimeSpan.Zero, "Alerts.Webhook.Timeout is 00:00:00; it must be between 00:00:00.0010000 and 00:05:00." },
        { options => options.Alerts.Webhook.RetryCount = -1, "Alerts.Webhook.RetryCount is -1; it must be between 0 and 100." },
        { options => options.Alerts.Webhook.FirstRetryDelay = TimeSpan.Zero, "Alerts.Webhook.FirstRetryDelay is 00:00:00; it must be between 00:00:00.0010000 and 01:00:00." },
        { options => options.Alerts.Webhook.LongestRetryDelay = TimeSpan.FromHours(2), "Alerts.Webhook.LongestRetryDelay is 02:00:00; it must be between 00:00:00.0010000 and 01:00:00." },
        { options => options.Alerts.Webhook.QueueLimit = 0, "Alerts.Webhook.QueueLimit is 0; it must be between 1 and 100,000." },

        { options => options.Name = " ", "Name is \" \"; it must have a letter." },
        { options => options.ApplicationVersion = "", "ApplicationVersion is empty; it must be a version or null." },
        { options => options.Mining.TreeDepth = 2, "Mining.TreeDepth is 2; it must be between 3 and 16." },
        { options => options.Capture = null!, "Capture is null; it must be set." },
        { options => options.Capture.Values = (CapturedValues)3, "Capture.Values is 3; it must be one of None, Numbers, All." },
        { options => options.Capture.HashedProperties = [""], "Capture.HashedProperties is empty in one place; it must hold names of properties." },
        { options => options.Capture.RedactedProperties = null!, "Capture.RedactedProperties is null; it must be set." },
        { options => options.Capture.HashKey = "123456789012345", "Capture.HashKey is too short; it must have 16 characters or more, or be null." },
        { options => options.Values.Confidence = 0.5, "Values.Confidence is 0.5; it must be between 0.9 and 0.999999." },
        { options => options.Values.Confidence = 1, "Values.Confidence is 1; it must be between 0.9 and 0.999999." },
        { options => options.Values.SampleLimit = 199, "Values.SampleLimit is 199; it must be between 200 and 100,000." },
        { options => options.Values.SampleLimit = 100_001, "Values.SampleLimit is 100,001; it must be between 200 and 100,000." },
        { options => options.Values.KeyLimit = 0, "Values.KeyLimit is 0; it must be between 1 and 100,000." },
        { options => options.Values.KeyLimit = 100_001, "Values.KeyLimit is 100,001; it must be between 1 and 100,000." },

        { options => options.Session.Property = "", "Session.Property is empty; it must be a property name or null." },
        { options => options.Session.ActivityEndDelay = TimeSpan.FromTicks(-1), "Session.ActivityEndDelay is -00:00:00.0000001; it must be between 00:00:00 and 01:00:00." },
        { options => options.Session.ActivityEndDelay = TimeSpan.FromHours(1.5), "Session.ActivityEndDelay is 01:30:00; it must be between 00:00:00 and 01:00:00." },
        { options => options.Session.ActivitySources = ["Jobs", ""], "Session.ActivitySources is empty in one place; it must hold names of activity sources." },
        { options => options.Session.IdleTimeout = TimeSpan.Zero, "Session.IdleTimeout is 00:00:00; it must be between 00:00:00.0010000 and 30.00:00:00." },
        { options => options.Session.IdleTimeout = TimeSpan.FromDays(31), "Session.IdleTimeout is 31.00:00:00; it must be between 00:00:00.0010000 and 30.00:00:00." },
        { options => options.Session.OpenLimit = 0, "Session.OpenLimit is 0; it must be between 1 and 10,000,000." },
        { options => options.Session.OpenLimit = 10_000_001, "Session.OpenLimit is 10,000,001; it must be between 1 and 10,000,000." },
        { options => options.Session.ClosingTemplates = null!, "Session.ClosingTemplates is null; it must be set." },
        { options => options.Session.ClosingTemplates.Add(null!), "Session.ClosingTemplates is null in one place; it must hold message templates." },

        { options => options.Keys.PropertiesInKey = null!, "Keys.PropertiesInKey is null; it must be set." },
        { options => options.Keys.PropertiesInKey.Add(" "), "Keys.PropertiesInKey is null or empty in one place; it must hold names of placeholders." },
        { options => options.Keys.PropertyValueLimit = 0, "Keys.PropertyValueLimit is 0; it must be between 1 and 10,000." },
        { options => options.Keys.PropertyValueLimit = 10_001, "Keys.PropertyValueLimit is 10,001; it must be between 1 and 10,000." },

        { options => options.Queue.Limit = 1, "Queue.Limit is 1; it must be between 2 and 16,777,216." },
        { options => options.Queue.Limit = 16_777_217, "Queue.Limit is 16,777,217; it must be between 2 and 16,777,216." },
        { options => options.Queue.WhenFull = (QueueFullMode)7, "Queue.WhenFull is 7; it must be one of " + string.Join(", ", Enum.GetNames<QueueFullMode>()) + "." },
        { options => options.Queue.ShutdownTimeout = TimeSpan.FromTicks(-1), "Queue.ShutdownTimeout is -00:00:00.0000001; it must be between 00:00:00 and 00:10:00." },
        { options => options.Queue.ShutdownTimeout = TimeSpan.FromMinutes(11), "Queue.ShutdownTimeout is 00:11:00; it must be between 00:00:00 and 00:10:00." },

        { options => options.Model.WindowSize = 0, "Model.WindowSize is 0; it must be between 1 and 1,024." },
        { options => options.Model.WindowSize = 1_025, "Model.WindowSize is 1,025; it must be between 1 and 1,024." },
        { options => options.Model.TopG = 0, "Model.TopG is 0; it must be between 1 and 1,000." },
        { options => options.Model.TopG = 1_001, "Model.TopG is 1,001; it must be between 1 and 1,000." },
        { options => options.Model.TargetAlarmRate = 0, "Model.TargetAlarmRate is 0; it must be between 0.000001 and 0.1." },
        { options => options.Model.TargetAlarmRate = 0.2, "Model.TargetAlarmRate is 0.2; it must be between 0.000001 and 0.1." },
        { options => options.Model.TargetAlarmRate = double.NaN, "Model.TargetAlarmRate is NaN; it must be between 0.000001 and 0.1." },
        { options => options.Model.HiddenSize = 0, "Model.HiddenSize is 0; it must be between 1 and 1,024." },
        { options => options.Model.HiddenSize = 1_025, "Model.HiddenSize is 1,025; it must be between 1 and 1,024." },
        { options => options.Model.LayerCount = 0, "Model.LayerCount is 0; it must be between 1 and 4." },
        { options => options.Model.LayerCount = 5, "Model.LayerCount is 5; it must be between 1 and 4." },
        { options => options.Model.TrainingSteps = 0, "Model.TrainingSteps is 0; it must be between 1 and 10,000,000." },
        { options => options.Model.TrainingSteps = 10_000_001, "Model.TrainingSteps is 10,000,001; it must be between 1 and 10,000,000." },
        { options => options.Model.BatchSize = 0, "Model.BatchSize is 0; it must be between 1 and 65,536." },
        { options => options.Model.BatchSize = 65_537, "Model.BatchSize is 65,537; it must be between 1 and 65,536." },

        { options => options.Training.SessionCount = 1, "Training.SessionCount is 1; it must be between 2 and 100,000,000." },
        { options => options.Training.SessionCount = 100_000_001, "Training.SessionCount is 100,000,001; it must be between 2 and 100,000,000." },
        { options => options.Training.EventCount = 9, "Training.EventCount is 9; it must be between 10 and 1,000,000,000." },
        { options => options.Training.EventCount = 1_000_000_001, "Training.EventCount is 1,000,000,001; it must be between 10 and 1,000,000,000." },
        { options => options.Training.StreamEventCount = 99, "Training.StreamEventCount is 99; it must be between 100 and 1,000,000,000." },
        { options => options.Training.StreamEventCount = 1_000_000_001, "Training.StreamEventCount is 1,000,000,001; it must be between 100 and 1,000,000,000." },
        { options => options.Training.Duration = TimeSpan.Zero, "Training.Duration is 00:00:00; it must be between 00:00:01 and 365.00:00:00." },
        { options => options.Training.Duration = TimeSpan.FromDays(366), "Training.Duration is 366.00:00:00; it must be between 00:00:01 and 365.00:00:00." },
        { options => options.Training.QuietTime = TimeSpan.Zero, "Training.QuietTime is 00:00:00; it must be between 00:00:01 and 365.00:00:00." },
        { options => options.Training.QuietTime = TimeSpan.FromDays(366), "Training.QuietTime is 366.00:00:00; it must be between 00:00:01 and 365.00:00:00." },
        { options => options.Training.SessionLengthLimit = 15, "Training.SessionLengthLimit is 15; it must be between 16 and 1,000,000." },
        { options => options.Training.WindowMemoryLimit = -1, "Training.WindowMemoryLimit is -1; it must be between 0 and 2,048." },
        { options => options.Training.WindowMemoryLimit = 2_049, "Training.WindowMemoryLimit is 2,049; it must be between 0 and 2,048." },
        { options => options.Training.SessionLengthLimit = 1_000_001, "Training.SessionLengthLimit is 1,000,001; it must be between 16 and 1,000,000." },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void AFaultIsNamedWithItsValueAndItsRange(Action<AnomalyDetectorOptions> configure, string fault)
    {
        var options = new AnomalyDetectorOptions();
        configure(options);

        var exception = Assert.Throws<ArgumentException>(options.Freeze);

        Assert.Equal($"AnomalyDetectorOptions: {fault}", exception.Message);
    }

    public static TheoryData<Action<AnomalyDetectorOptions>> Ends => new()
    {
        options => (options.VocabularyLimit, options.PendingAnomalyLimit, options.ExpectedStepLimit) = (1, 1, 1),
        options => (options.VocabularyLimit, options.PendingAnomalyLimit, options.ExpectedStepLimit) = (1_000_000, 1_000_000, 100),
        options => (options.Session.ActivitySources, options.Session.ActivityEndDelay) = ([], TimeSpan.Zero),
        options => options.Session.ActivityEndDelay = TimeSpan.FromHours(1),
        options => (options.Session.IdleTimeout, options.Session.OpenLimit) = (TimeSpan.FromMilliseconds(1), 1),
        options => (options.Session.IdleTimeout, options.Session.OpenLimit) = (TimeSpan.FromDays(30), 10_000_000),
        options => (options.Queue.Limit, options.Queue.ShutdownTimeout) = (2, TimeSpan.Zero),
        options => (options.Queue.Limit, options.Queue.ShutdownTimeout) = (16_777_216, TimeSpan.FromMinutes(10)),
        options => options.Model = new() { WindowSize = 1, TopG = 1, TargetAlarmRate = 0.000001, HiddenSize = 1, LayerCount = 1, TrainingSteps = 1, BatchSize = 1 },
        options => options.Model = new() { WindowSize = 1_024, TopG = 1_000, TargetAlarmRate = 0.1, HiddenSize = 1_024, LayerCount = 4, TrainingSteps = 10_000_000, BatchSize = 65_536 },
        options => options.Training = new() { SessionCount = 2, EventCount = 10, StreamEventCount = 100, Duration = TimeSpan.FromSeconds(1), QuietTime = TimeSpan.FromSeconds(1), SessionLengthLimit = 16, WindowMemoryLimit = 0 },
        options => options.Training = new() { SessionCount = 100_000_000, EventCount = 1_000_000_000, StreamEventCount = 1_000_000_000, Duration = TimeSpan.FromDays(365), QuietTime = TimeSpan.FromDays(365), SessionLengthLimit = 1_000_000, WindowMemoryLimit = 2_048 },
        options => (options.RequireModel, options.ModelPath) = (true, "model"),
        options => options.Alerts = new() { FirstInterval = TimeSpan.FromMilliseconds(1), LongestInterval = TimeSpan.FromMilliseconds(1), QuietTime = TimeSpan.FromMilliseconds(1), BackoffFactor = 1, RateLimit = 1, FingerprintRateLimit = 1, RateInterval = TimeSpan.FromSeconds(1), FingerprintLimit = 1, SessionLimit = 1, SpanLimit = 1 },
        options => options.Alerts = new() { FirstInterval = TimeSpan.FromDays(30), LongestInterval = TimeSpan.FromDays(30), QuietTime = TimeSpan.FromDays(30), BackoffFactor = 100, RateLimit = 1_000_000, FingerprintRateLimit = 1_000_000, RateInterval = TimeSpan.FromDays(30), FingerprintLimit = 100_000, SessionLimit = 1_000_000, SpanLimit = 1_000_000 },
        options => options.Alerts.Webhook = new() { Url = "http://localhost", Secret = "s", Timeout = TimeSpan.FromMinutes(5), RetryCount = 0, FirstRetryDelay = TimeSpan.FromHours(1), LongestRetryDelay = TimeSpan.FromHours(1), QueueLimit = 100_000 },
    };

    [Theory]
    [MemberData(nameof(Ends), DisableDiscoveryEnumeration = true)]
    public void BothEndsOfARangeAreAllowed(Action<AnomalyDetectorOptions> configure)
    {
        var options = new AnomalyDetectorOptions();
        configure(options);

        Assert.Null(Record.Exception(options.Freeze));
    }

    [Fact]
    public void AllFaultsAreNamedAtOnce()
    {
        var options = new AnomalyDetectorOptions { VocabularyLimit = 0, Queue = null! };
        options.Session.OpenLimit = -3;
        options.Model.WindowSize = 0;
        options.Model.HiddenSize = 5_000;

        var exception = Assert.Throws<ArgumentException>(options.Freeze);

        Assert.Equal(
            "AnomalyDetectorOptions: VocabularyLimit is 0; it must be between 1 and 1,000,000. "
            + "Session.OpenLimit is -3; it must be between 1 and 10,000,000. "
            + "Queue is null; it must be set. "
            + "Model.WindowSize is 0; it must be between 1 and 1,024. "
            + "Model.HiddenSize is 5,000; it must be between 1 and 1,024.",
            exception.Message);
    }

    [Fact]
    public void TheDefaultsAreAllowed()
    {
        Assert.Null(Record.Exception(new AnomalyDetectorOptions().Freeze));
    }

    [Fact]
    public void LaterChangesDoNotReachTheCopy()
    {
        var options = new AnomalyDetectorOptions { Seed = 5, ExpectedStepLimit = 7 };
        options.Session.ClosingTemplates.Add("closed");
        options.Model.TopG = 4;
        var copy = options.Freeze();

        (options.Seed, options.ExpectedStepLimit, options.OnAnomaly) = (6, 8, _ => { });
        options.Session.Property = "OrderId";
        options.Session.ClosingTemplates.Add("opened");
        options.Queue.Limit = 3;
        options.Model.TopG = 5;
        options.Training.SessionCount = 4;
        options.Capture.RedactedProperties.Add("Card");
        options.Alerts.RateLimit = 4;
        options.Alerts.Webhook.Url = "http://localhost";

        Assert.Empty(copy.Capture.RedactedProperties);
        Assert.Equal((AlertOptions.DefaultRateLimit, null), (copy.Alerts.RateLimit, copy.Alerts.Webhook.Url));
        Assert.Equal((5, 7, null), (copy.Seed, copy.ExpectedStepLimit, copy.OnAnomaly));
        Assert.Null(copy.Session.Property);
        Assert.Equal(["closed"], copy.Session.ClosingTemplates);
        Assert.Equal(QueueOptions.DefaultLimit, copy.Queue.Limit);
        Assert.Equal(4, copy.Model.TopG);
        Assert.Equal(TrainingOptions.DefaultSessionCount, copy.Training.SessionCount);
    }

    [Fact]
    public void EverySettingIsInTheCopy()
    {
        Action<Anomaly> onAnomaly = _ => { };
        Action<string> diagnostics = _ => { };
        var options = new AnomalyDetectorOptions
        {
            Detector = DetectorKind.NGram,
            VocabularyLimit = 2,
            PendingAnomalyLimit = 3,
            ExpectedStepLimit = 4,
            RequireModel = true,
            ModelPath = "model",
            OnAnomaly = onAnomaly,
            Diagnostics = diagnostics,
            Seed = 5,
            TimeProvider = new Support.TestTimeProvider(),
            Session = new() { Property = "OrderId", IdleTimeout = TimeSpan.FromSeconds(6), OpenLimit = 7, ClosingTemplates = ["a"], ActivitySources = ["Jobs"], ActivityEndDelay = TimeSpan.FromSeconds(8) },
            Queue = new() { Limit = 8, WhenFull = QueueFullMode.Wait, ShutdownTimeout = TimeSpan.FromSeconds(9) },
            Model = new() { WindowSize = 10, TopG = 11, TargetAlarmRate = 0.012, HiddenSize = 13, LayerCount = 3, TrainingSteps = 14, BatchSize = 15 },
            Training = new() { SessionCount = 16, EventCount = 17, Duration = TimeSpan.FromSeconds(18), QuietTime = TimeSpan.FromSeconds(19), SessionLengthLimit = 20, WindowMemoryLimit = 21 },
        };

        var copy = options.Freeze();

        Assert.Equal(Path.GetFullPath("model"), copy.ModelPath);
        copy.ModelPath = options.ModelPath;
        Assert.Equivalent(options, copy, strict: true);
        Assert.Same(onAnomaly, copy.OnAnomaly);
        Assert.Same(diagnostics, copy.Diagnostics);
        Assert.Same(options.TimeProvider, copy.TimeProvider);
    }
}
