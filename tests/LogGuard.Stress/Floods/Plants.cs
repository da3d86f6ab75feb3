using System.Collections.Concurrent;
using System.Diagnostics;

namespace LogGuard.Stress.Floods;

/// <summary>
/// Severe anomalies at known times: each is one line of level Fatal, of words that no other line has, at the end of an order. An
/// alert finds it if its text has these words.
/// </summary>
internal sealed class Plants(FloodHost host)
{
    /// <summary>The time within which an alert must come.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // So different that no grouping of similar texts makes two of them one.
    private static readonly string[] Failures =
    [
        "Ledger does not balance, stopping all payments",
        "Certificate of the gateway has expired",
        "Warehouse refuses every parcel since midnight because its doors are locked",
        "No replica has a primary",
        "License rejected",
        "Data of customers were exported by an unknown caller from abroad",
        "Refunds are owed but their queue was found empty, nobody knows why",
        "Tax table missing for the current year",
        "Two clerks hold one token",
        "Backup tape could not be read back: all of its blocks are damaged",
    ];

    // Those with one exception would be one incident, and one alert.
    private static readonly Exception?[] Exceptions =
    [
        null, new TimeoutException("the gateway did not answer"), null, new InvalidDataException("two primaries"), null,
        new UnauthorizedAccessException("not a customer"), null, new FileNotFoundException("no table"), null, new IOException("bad block"),
    ];

    private readonly ConcurrentDictionary<string, long> _planted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _alerted = new(StringComparer.Ordinal);

    public int Planted => _planted.Count;

    /// <summary>Plants that an alert told within the limit.</summary>
    public int Alerted => _planted.Count(plant => TimeOf(plant.Key) <= Limit);

    /// <summary>The longest time from the line to its alert, of those that have one.</summary>
    public TimeSpan Worst => _alerted.Keys.Select(TimeOf).DefaultIfEmpty().Max();

    /// <summary>Those that no alert told in time.</summary>
    public IEnumerable<string> Missed => _planted.Keys.Where(plant => TimeOf(plant) > Limit);

    /// <summary>Receives an alert.</summary>
    public void Take(Alert alert)
    {
        var now = Stopwatch.GetTimestamp();
        var text = alert.ToString();
        foreach (var failure in Failures)
        {
            if (text.Contains(failure, StringComparison.Ordinal))
            {
                _alerted.TryAdd(failure, now);
            }
        }
    }

    /// <summary>Plants all, evenly over a time, leaving out its middle, where a process may be stopped.</summary>
    public void Run(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Failures.Length; i++)
        {
            var at = i < Failures.Length / 2 ? 0.05 + 0.07 * i : 0.6 + 0.07 * (i - Failures.Length / 2);
            while (Stopwatch.GetElapsedTime(started) < time * at)
            {
                Thread.Sleep(5);
            }

            Plant(i);
        }
    }

    private void Plant(int number)
    {
        object session = -1_000_000L - number;
        host.LogOrder(session, Load.OrderWorkflow.Created);
        host.LogOrder(session, Load.OrderWorkflow.Reserved);
        _planted[Failures[number]] = Stopwatch.GetTimestamp();
        host.Write(new FloodLine(Failures[number])
        {
            Session = session,
            Severity = LogSeverity.Fatal,
            Category = $"Shop.Planted{number}",
            Exception = Exceptions[number],
        });
    }

    private TimeSpan TimeOf(string failure) =>
        _alerted.TryGetValue(failure, out var alerted) ? Stopwatch.GetElapsedTime(_planted[failure], alerted) : TimeSpan.MaxValue;
}
