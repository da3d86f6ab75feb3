namespace LogGuard.Tests.Support;

/// <summary>
/// A simulated shop before a real detector: its normal sessions, and what changes in them over hours or days of event time. Seeded.
/// </summary>
internal sealed class DriftingShop(PipelineLog log, int seed)
{
    /// <summary>Sessions of one block of two hours.</summary>
    public const int SessionsPerBlock = 520;

    // Steps in the middle of a session, one behind the other.
    private static readonly string[] Middle = [.. "efghijklmnopqr".Select(letter => letter.ToString())];

    private readonly Random _random = new(seed);
    private int _number;

    /// <summary>The detector's settings for it: calibrated, and its network small.</summary>
    public static void Configure(AnomalyDetectorOptions options)
    {
        options.Model.TopG = null;
        options.Rates.Enabled = false;
        options.Model.HiddenSize = 32;
        options.Model.TrainingSteps = 400;
        options.Training.SessionCount = 1_000_000;

        // The test's clock is ahead of the reader: silence must end no session.
        options.Session.IdleTimeout = TimeSpan.FromDays(1);

        // The sessions must all arrive.
        options.Queue.WhenFull = QueueFullMode.Wait;
    }

    /// <summary>Has the detector learn normal sessions.</summary>
    public async Task LearnAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Write(Normal(), TimeSpan.FromSeconds(1));
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
    }

    /// <summary>Logs blocks of two hours and a little.</summary>
    /// <param name="count">Number of blocks.</param>
    /// <param name="share">Share of sessions that are different, 0..1.</param>
    /// <param name="different">Makes one of them.</param>
    /// <param name="error">Whether the different ones log an error.</param>
    public async Task RunAsync(int count, double share = 0, Func<DriftingShop, string>? different = null, bool error = false)
    {
        for (var block = 0; block < count; block++)
        {
            for (var i = 0; i < SessionsPerBlock; i++)
            {
                var isDifferent = _random.NextDouble() < share;
                Write(isDifferent ? different!(this) : Normal(), TimeSpan.FromHours(2) / (SessionsPerBlock - 15), isDifferent && error);
            }

            await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        }
    }

    /// <summary>Packed one to three times, confirmed as often, paid in one of two ways.</summary>
    public string Normal()
    {
        var packed = 1 + _random.Next(3);
        return $"a {Repeat("b", packed)} {Repeat("c", packed)} {(_random.Next(2) == 0 ? "d" : "s")} {string.Join(' ', Middle)} t";
    }

    /// <summary>Two steps in the other order.</summary>
    public string Swapped() => Normal().Replace("h i", "i h", StringComparison.Ordinal);

    /// <summary>Any two steps in the other order, which differs from session to session.</summary>
    public string Shuffled()
    {
        var (first, second) = (_random.Next(Middle.Length), _random.Next(Middle.Length));
        var steps = Middle.ToArray();
        (steps[first], steps[second]) = (steps[second], steps[first]);
        return Normal().Replace(string.Join(' ', Middle), string.Join(' ', steps), StringComparison.Ordinal);
    }

    /// <summary>Confirmed once less than packed.</summary>
    public string Unconfirmed() => $"a b b b c c {(_random.Next(2) == 0 ? "d" : "s")} {string.Join(' ', Middle)} t";

    /// <summary>Swapped, and ended in the middle.</summary>
    public string CutShort() => Swapped()[..^4];

    private static string Repeat(string step, int count) => string.Join(' ', Enumerable.Repeat(step, count));

    private void Write(string steps, TimeSpan pause, bool error = false)
    {
        var id = $"shop{seed}-{_number++}";
        log.Write(id, steps);
        if (error)
        {
            log.Line(PipelineLog.Template("t"), id, LogSeverity.Error);
        }

        log.Time += pause;
        log.Clock.SetUtcNow(log.Time > log.Clock.GetUtcNow() ? log.Time : log.Clock.GetUtcNow());
    }
}
