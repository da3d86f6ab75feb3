using LogGuard.Models.Rates;
using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>Events in simulated time for a <see cref="RateModel"/>, and its findings.</summary>
internal sealed class RateLog
{
    /// <summary>A Monday, at midnight.</summary>
    public static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    private readonly Random _random;
    private RateModel _model;
    private long _latest;

    public RateLog(int seed = 1, double alarmRate = 0.001)
    {
        (_random, AlarmRate) = (new Random(seed), alarmRate);
        _model = Make(null);
    }

    public DateTime Now { get; set; } = Start;

    public double AlarmRate { get; }

    /// <summary>Whether findings are judged, and not only learnt.</summary>
    public bool Judges { get; set; } = true;

    public long Lost { get; set; }

    public int Waiting { get; set; }

    public List<(DateTime Time, RateFinding Finding)> Found { get; } = [];

    /// <summary>Whether a finding is normal by an answer.</summary>
    public Func<RateFinding, bool> IsNormal { get; set; } = static _ => false;

    public RateModel Model => _model;

    /// <summary>Logs one line of each key now.</summary>
    public void Write(params ReadOnlySpan<int> keys)
    {
        foreach (var key in keys)
        {
            Write(key, beginsSession: false);
        }
    }

    public void Write(int key, bool beginsSession, LogSeverity severity = LogSeverity.Information)
    {
        _latest = Math.Max(_latest, Now.Ticks);
        var record = new LogRecord(key, severity, 0, SessionId.From("s"), Now.Ticks, null, null);
        _model.Add(record, beginsSession, Now.Ticks, _latest, Judges);
    }

    /// <summary>Logs independent events for some minutes.</summary>
    /// <param name="minutes">The time.</param>
    /// <param name="rates">The number of each key in a minute, from key 1, at a time.</param>
    public void Poisson(int minutes, Func<DateTime, double[]> rates)
    {
        var events = new List<(double At, int Key)>();
        for (var minute = 0; minute < minutes; minute++)
        {
            var start = Now;
            events.Clear();
            var means = rates(start);
            for (var i = 0; i < means.Length; i++)
            {
                for (var n = Draw(means[i]); n > 0; n--)
                {
                    events.Add((_random.NextDouble() * 60, i + 1));
                }
            }

            foreach (var (at, key) in events.OrderBy(one => one.At))
            {
                Now = start.AddSeconds(at);
                Write(key);
            }

            Now = start.AddMinutes(1);
        }
    }

    public void Poisson(int minutes, params double[] rates) => Poisson(minutes, _ => rates);

    /// <summary>Continues in another process, with the saved state as JSON.</summary>
    public void Restart(int keyCount = 1_000)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(_model.Save(keyCount), RateJson.Default.RateState);
        var state = System.Text.Json.JsonSerializer.Deserialize(json, RateJson.Default.RateState)!;
        state.Check(keyCount);
        _model = Make(state);
    }

    private RateModel Make(RateState? state) => new(1_000, () => AlarmRate, state)
    {
        Report = (RateFinding finding, in LogRecord _) =>
        {
            if (IsNormal(finding))
            {
                return true;
            }

            Found.Add((Now, finding));
            return false;
        },
        Lost = () => Lost,
        Waiting = () => Waiting,
    };

    // Knuth's method, in parts since it needs exp(-mean).
    private int Draw(double mean)
    {
        var count = 0;
        for (; mean > 0; mean -= 100)
        {
            var limit = Math.Exp(-Math.Min(mean, 100));
            for (var product = _random.NextDouble(); product > limit; product *= _random.NextDouble())
            {
                count++;
            }
        }

        return count;
    }
}
