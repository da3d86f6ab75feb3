using LogGuard.Parsing;
using static LogGuard.Configuration.SettingFormats;

namespace LogGuard.Configuration;

/// <summary>
/// Every setting of a detector that a configuration file can set. A test compares the table with the options classes.
/// </summary>
internal static class SettingTable
{
    private const string NotShown = "(not shown)";

    /// <summary>Settings that are objects or delegates of the application. Only code can set them.</summary>
    public static IReadOnlyList<string> InCodeOnly { get; } =
    [
        nameof(AnomalyDetectorOptions.OnAnomaly), nameof(AnomalyDetectorOptions.OnAlert), "Alerts.Webhook.Handler", nameof(AnomalyDetectorOptions.Diagnostics), nameof(AnomalyDetectorOptions.OnDiagnostic),
        nameof(AnomalyDetectorOptions.TimeProvider),
        nameof(AnomalyDetectorOptions.EngineFactory), nameof(AnomalyDetectorOptions.TemplateVectorizer),
    ];

    /// <summary>All settings.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Own, .. Session, .. Keys, .. Queue, .. Model, .. Training, .. Capture, .. Mining, .. Values, .. Rates, .. Alerts, .. Webhook];

    private static IEnumerable<Setting> Own =>
    [
        Of("Name", Text, static o => o.Name, static (o, value) => o.Name = value!),
        Of("ModelPath", Text, static o => o.ModelPath, static (o, value) => o.ModelPath = value),
        Of("SnapshotLimit", Integer, static o => o.SnapshotLimit, static (o, value) => o.SnapshotLimit = value),
        Of("ReplicaFolders", Flag, static o => o.ReplicaFolders, static (o, value) => o.ReplicaFolders = value),
        Of("RequireModel", Flag, static o => o.RequireModel, static (o, value) => o.RequireModel = value),
        Of("Detector", Name<DetectorKind>(), static o => o.Detector, static (o, value) => o.Detector = value),
        Of("MinesWorkflows", Flag, static o => o.MinesWorkflows, static (o, value) => o.MinesWorkflows = value),
        Of("RenamedTemplates", Flag, static o => o.RenamedTemplates, static (o, value) => o.RenamedTemplates = value),
        Of("ApplicationVersion", Text, static o => o.ApplicationVersion, static (o, value) => o.ApplicationVersion = value),
        Live("VocabularyLimit", Integer, static o => o.VocabularyLimit, static (o, value) => o.VocabularyLimit = value),
        Of("PendingAnomalyLimit", Integer, static o => o.PendingAnomalyLimit, static (o, value) => o.PendingAnomalyLimit = value),
        Of("ExpectedStepLimit", Integer, static o => o.ExpectedStepLimit, static (o, value) => o.ExpectedStepLimit = value),
        Of("Seed", Integer, static o => o.Seed, static (o, value) => o.Seed = value),
    ];

    private static IEnumerable<Setting> Session =>
    [
        Of("Session.Property", Text, static o => o.Session.Property, static (o, value) => o.Session.Property = value),
        Live("Session.IdleTimeout", Time, static o => o.Session.IdleTimeout, static (o, value) => o.Session.IdleTimeout = value),
        Live("Session.OpenLimit", Integer, static o => o.Session.OpenLimit, static (o, value) => o.Session.OpenLimit = value),
        Texts("Session.ActivitySources", static o => o.Session.ActivitySources, static (o, value) => o.Session.ActivitySources = value),
        Live("Session.ActivityEndDelay", Time, static o => o.Session.ActivityEndDelay, static (o, value) => o.Session.ActivityEndDelay = value),
        Of("Session.SaveInterval", Optional(Time), static o => o.Session.SaveInterval, static (o, value) => o.Session.SaveInterval = value),
        Of("Session.SavedLimit", Integer, static o => o.Session.SavedLimit, static (o, value) => o.Session.SavedLimit = value),
        Texts("Session.ClosingTemplates", static o => o.Session.ClosingTemplates, static (o, value) => o.Session.ClosingTemplates = value),
    ];

    private static IEnumerable<Setting> Keys =>
    [
        Of("Keys.ByCategory", Flag, static o => o.Keys.ByCategory, static (o, value) => o.Keys.ByCategory = value),
        Of("Keys.ByEventId", Flag, static o => o.Keys.ByEventId, static (o, value) => o.Keys.ByEventId = value),
        Texts("Keys.PropertiesInKey", static o => o.Keys.PropertiesInKey, static (o, value) => o.Keys.PropertiesInKey = value),
        Of("Keys.PropertyValueLimit", Integer, static o => o.Keys.PropertyValueLimit, static (o, value) => o.Keys.PropertyValueLimit = value),
    ];

    private static IEnumerable<Setting> Queue =>
    [
        Of("Queue.Limit", Integer, static o => o.Queue.Limit, static (o, value) => o.Queue.Limit = value),
        Of("Queue.WhenFull", Name<QueueFullMode>(), static o => o.Queue.WhenFull, static (o, value) => o.Queue.WhenFull = value),
        Live("Queue.ShutdownTimeout", Time, static o => o.Queue.ShutdownTimeout, static (o, value) => o.Queue.ShutdownTimeout = value),
    ];

    private static IEnumerable<Setting> Model =>
    [
        Of("Model.WindowSize", Integer, static o => o.Model.WindowSize, static (o, value) => o.Model.WindowSize = value),
        Of("Model.TopG", Optional(Integer), static o => o.Model.TopG, static (o, value) => o.Model.TopG = value),
        Of("Model.Parameters", Name<ParameterSource>(), static o => o.Model.Parameters, static (o, value) => o.Model.Parameters = value),
        Live("Model.TargetAlarmRate", Real, static o => o.Model.TargetAlarmRate, static (o, value) => o.Model.TargetAlarmRate = value),
        Of("Model.HiddenSize", Integer, static o => o.Model.HiddenSize, static (o, value) => o.Model.HiddenSize = value),
        Of("Model.LayerCount", Integer, static o => o.Model.LayerCount, static (o, value) => o.Model.LayerCount = value),
        Live("Model.TrainingSteps", Integer, static o => o.Model.TrainingSteps, static (o, value) => o.Model.TrainingSteps = value),
        Live("Model.BatchSize", Integer, static o => o.Model.BatchSize, static (o, value) => o.Model.BatchSize = value),
    ];

    private static IEnumerable<Setting> Training =>
    [
        Live("Training.SessionCount", Integer, static o => o.Training.SessionCount, static (o, value) => o.Training.SessionCount = value),
        Live("Training.EventCount", Long, static o => o.Training.EventCount, static (o, value) => o.Training.EventCount = value),
        Live("Training.StreamEventCount", Integer, static o => o.Training.StreamEventCount, static (o, value) => o.Training.StreamEventCount = value),
        Live("Training.Duration", Optional(Time), static o => o.Training.Duration, static (o, value) => o.Training.Duration = value),
        Live("Training.QuietTime", Optional(Time), static o => o.Training.QuietTime, static (o, value) => o.Training.QuietTime = value),
        Of("Training.SessionLengthLimit", Integer, static o => o.Training.SessionLengthLimit, static (o, value) => o.Training.SessionLengthLimit = value),
        Of("Training.RecentSessions", Integer, static o => o.Training.RecentSessions, static (o, value) => o.Training.RecentSessions = value),
        Live("Training.RetrainInterval", Optional(Time), static o => o.Training.RetrainInterval, static (o, value) => o.Training.RetrainInterval = value),
        Of("Training.QuarantineTime", Optional(Time), static o => o.Training.QuarantineTime, static (o, value) => o.Training.QuarantineTime = value),
        Of("Training.WindowMemoryLimit", Integer, static o => o.Training.WindowMemoryLimit, static (o, value) => o.Training.WindowMemoryLimit = value),
        Of("Training.WarmStart", Text, static o => o.Training.WarmStart, static (o, value) => o.Training.WarmStart = value),
    ];

    private static IEnumerable<Setting> Capture =>
    [
        Of("Capture.Values", Name<CapturedValues>(), static o => o.Capture.Values, static (o, value) => o.Capture.Values = value),
        Texts("Capture.HashedProperties", static o => o.Capture.HashedProperties, static (o, value) => o.Capture.HashedProperties = value),
        Texts("Capture.RedactedProperties", static o => o.Capture.RedactedProperties, static (o, value) => o.Capture.RedactedProperties = value),
        Of("Capture.HashSessionIds", Flag, static o => o.Capture.HashSessionIds, static (o, value) => o.Capture.HashSessionIds = value),
        new ValueSetting<string?>("Capture.HashKey", Text, static o => o.Capture.HashKey, static (o, value) => o.Capture.HashKey = value) { IsSecret = true },
    ];

    private static IEnumerable<Setting> Mining =>
    [
        Of("Mining.SimilarityThreshold", Real, static o => o.Mining.SimilarityThreshold, static (o, value) => o.Mining.SimilarityThreshold = value),
        Of("Mining.TreeDepth", Integer, static o => o.Mining.TreeDepth, static (o, value) => o.Mining.TreeDepth = value),
        Of("Mining.ChildLimit", Integer, static o => o.Mining.ChildLimit, static (o, value) => o.Mining.ChildLimit = value),
        Of("Mining.TemplateLimit", Integer, static o => o.Mining.TemplateLimit, static (o, value) => o.Mining.TemplateLimit = value),
        Of("Mining.MaxTokens", Integer, static o => o.Mining.MaxTokens, static (o, value) => o.Mining.MaxTokens = value),
        Of("Mining.MaxLineLength", Integer, static o => o.Mining.MaxLineLength, static (o, value) => o.Mining.MaxLineLength = value),
        Of("Mining.Masks", Flag, static o => o.Mining.Masks, static (o, value) => o.Mining.Masks = value),
        new ListSetting<CustomMask>(
            "Mining.CustomMasks", [nameof(CustomMask.Name), nameof(CustomMask.Pattern)],
            static parts => new CustomMask(parts[0], parts[1]), static mask => $"{mask.Name}: {Text.Print(mask.Pattern)}",
            static o => o.Mining.CustomMasks, static (o, value) => o.Mining.CustomMasks = value),
        Of("Mining.CustomMaskTimeout", Time, static o => o.Mining.CustomMaskTimeout, static (o, value) => o.Mining.CustomMaskTimeout = value),
        Texts("Mining.SeedTemplates", static o => o.Mining.SeedTemplates, static (o, value) => o.Mining.SeedTemplates = value),
        Texts("Mining.SeedLines", static o => o.Mining.SeedLines, static (o, value) => o.Mining.SeedLines = value),
    ];

    private static IEnumerable<Setting> Values =>
    [
        Of("Values.Enabled", Flag, static o => o.Values.Enabled, static (o, value) => o.Values.Enabled = value),
        Of("Values.TextSets", Flag, static o => o.Values.TextSets, static (o, value) => o.Values.TextSets = value),
        Of("Values.Confidence", Real, static o => o.Values.Confidence, static (o, value) => o.Values.Confidence = value),
        Of("Values.SampleLimit", Integer, static o => o.Values.SampleLimit, static (o, value) => o.Values.SampleLimit = value),
        Of("Values.KeyLimit", Integer, static o => o.Values.KeyLimit, static (o, value) => o.Values.KeyLimit = value),
        Of("Values.WarmUpTime", Time, static o => o.Values.WarmUpTime, static (o, value) => o.Values.WarmUpTime = value),
        Of("Values.WarmUpCount", Integer, static o => o.Values.WarmUpCount, static (o, value) => o.Values.WarmUpCount = value),
    ];

    private static IEnumerable<Setting> Rates =>
    [
        Of("Rates.Enabled", Flag, static o => o.Rates.Enabled, static (o, value) => o.Rates.Enabled = value),
        Of("Rates.KeyLimit", Integer, static o => o.Rates.KeyLimit, static (o, value) => o.Rates.KeyLimit = value),
    ];

    private static IEnumerable<Setting> Alerts =>
    [
        Live("Alerts.FirstInterval", Time, static o => o.Alerts.FirstInterval, static (o, value) => o.Alerts.FirstInterval = value),
        Live("Alerts.BackoffFactor", Real, static o => o.Alerts.BackoffFactor, static (o, value) => o.Alerts.BackoffFactor = value),
        Live("Alerts.LongestInterval", Time, static o => o.Alerts.LongestInterval, static (o, value) => o.Alerts.LongestInterval = value),
        Live("Alerts.QuietTime", Time, static o => o.Alerts.QuietTime, static (o, value) => o.Alerts.QuietTime = value),
        Live("Alerts.TellsResolved", Flag, static o => o.Alerts.TellsResolved, static (o, value) => o.Alerts.TellsResolved = value),
        Live("Alerts.RateLimit", Integer, static o => o.Alerts.RateLimit, static (o, value) => o.Alerts.RateLimit = value),
        Live("Alerts.FingerprintRateLimit", Integer, static o => o.Alerts.FingerprintRateLimit, static (o, value) => o.Alerts.FingerprintRateLimit = value),
        Live("Alerts.RateInterval", Time, static o => o.Alerts.RateInterval, static (o, value) => o.Alerts.RateInterval = value),
        Live("Alerts.FingerprintLimit", Integer, static o => o.Alerts.FingerprintLimit, static (o, value) => o.Alerts.FingerprintLimit = value),
        Live("Alerts.SessionLimit", Integer, static o => o.Alerts.SessionLimit, static (o, value) => o.Alerts.SessionLimit = value),
        Of("Alerts.MarkSpans", Flag, static o => o.Alerts.MarkSpans, static (o, value) => o.Alerts.MarkSpans = value),
        Of("Alerts.SpanLimit", Integer, static o => o.Alerts.SpanLimit, static (o, value) => o.Alerts.SpanLimit = value),
    ];

    private static IEnumerable<Setting> Webhook =>
    [
        // Secret, because the URL of many webhooks contains their password.
        new ValueSetting<string?>("Alerts.Webhook.Url", Text, static o => o.Alerts.Webhook.Url, static (o, value) => o.Alerts.Webhook.Url = value) { IsSecret = true },
        new ValueSetting<string?>("Alerts.Webhook.Secret", Text, static o => o.Alerts.Webhook.Secret, static (o, value) => o.Alerts.Webhook.Secret = value) { IsSecret = true },
        Live("Alerts.Webhook.Timeout", Time, static o => o.Alerts.Webhook.Timeout, static (o, value) => o.Alerts.Webhook.Timeout = value),
        Live("Alerts.Webhook.RetryCount", Integer, static o => o.Alerts.Webhook.RetryCount, static (o, value) => o.Alerts.Webhook.RetryCount = value),
        Live("Alerts.Webhook.FirstRetryDelay", Time, static o => o.Alerts.Webhook.FirstRetryDelay, static (o, value) => o.Alerts.Webhook.FirstRetryDelay = value),
        Live("Alerts.Webhook.LongestRetryDelay", Time, static o => o.Alerts.Webhook.LongestRetryDelay, static (o, value) => o.Alerts.Webhook.LongestRetryDelay = value),
        Of("Alerts.Webhook.QueueLimit", Integer, static o => o.Alerts.Webhook.QueueLimit, static (o, value) => o.Alerts.Webhook.QueueLimit = value),
    ];

    /// <summary>Returns the settings that differ from their defaults, for a message at startup; null if none does.</summary>
    public static string? Describe(AnomalyDetectorOptions options)
    {
        var defaults = new AnomalyDetectorOptions();
        var changed = All
            .Select(setting => (Setting: setting, Text: setting.Print(options)))
            .Where(entry => entry.Text != entry.Setting.Print(defaults))
            .Select(entry => $"{entry.Setting.Name} = {(entry.Setting.IsSecret ? NotShown : entry.Text)}")
            .ToArray();
        return changed.Length == 0 ? null : $"settings that are not the defaults: {string.Join(", ", changed)}.";
    }

    /// <summary>All settings with their values. Secrets that are set are not shown.</summary>
    public static IReadOnlyList<EffectiveSetting> Effective(AnomalyDetectorOptions options)
    {
        var defaults = new AnomalyDetectorOptions();
        return [.. All.Select(setting => (Setting: setting, Text: setting.Print(options), Default: setting.Print(defaults))).Select(entry => new EffectiveSetting(
            entry.Setting.Name, entry.Setting.IsSecret && entry.Text != entry.Default ? NotShown : entry.Text, entry.Default, entry.Setting.IsLive))];
    }

    private static ValueSetting<T> Of<T>(string name, SettingFormat<T> form, Func<AnomalyDetectorOptions, T> get, Action<AnomalyDetectorOptions, T> set) =>
        new(name, form, get, set);

    // For settings that are read from the options on each use, or that SettingsUpdate also copies to the parts with their own
    // values.
    private static ValueSetting<T> Live<T>(string name, SettingFormat<T> form, Func<AnomalyDetectorOptions, T> get, Action<AnomalyDetectorOptions, T> set) =>
        new(name, form, get, set) { IsLive = true };

    private static ListSetting<string> Texts(
        string name, Func<AnomalyDetectorOptions, IList<string>> get, Action<AnomalyDetectorOptions, IList<string>> set) =>
        new(name, [], static parts => parts[0], static text => Text.Print(text), get, set);
}
