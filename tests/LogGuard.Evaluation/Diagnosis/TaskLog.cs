namespace LogGuard.EvaluationRuns.Diagnosis;

/// <summary>
/// Sessions of a shop's orders, with a loop, an option, a branch and a concurrent group, and of the eight tasks of
/// <see cref="OpenStackLog"/>. Every step takes a time of its own, log-normally spread. Deterministic for a seed.
/// </summary>
/// <param name="seed">Chooses all that is random.</param>
/// <param name="hasOrders">Whether there are orders among them.</param>
internal sealed class TaskLog(int seed, bool hasOrders = true)
{
    /// <summary>Spread of the logarithm of a duration: 99 in 100 are below 1.8 times the median.</summary>
    private const double Spread = 0.25;

    /// <summary>
    /// A delayed step hangs: it takes ten times as long as it would have, and five seconds at least. A detector reports no
    /// delay of less than a second, whatever the step.
    /// </summary>
    private const double DelayFactor = 10;

    /// <summary>Seconds.</summary>
    private const double LeastDelay = 5;

    /// <summary>Shared by no task.</summary>
    private const string Stranger = "Connection to replica lost";

    // Median seconds of steps that do real work; all others take a fifth of a second.
    private static readonly Dictionary<string, double> Durations = new(StringComparer.Ordinal)
    {
        ["Creating image"] = 12, ["Terminating instance <*>"] = 3, ["Shutting down guest <*>"] = 6, ["Saving memory of <*>"] = 4, ["Loading memory of <*>"] = 2.5,
        ["Payment of {Amount} requested"] = 2.5, ["Item {Item} reserved"] = 0.05, ["Courier called"] = 30, ["Parcel put into batch {Batch}"] = 120, ["Parcel collected"] = 15,
    };

    private readonly Random _random = new(seed);

    /// <summary>A session, and what the fault in it is about: the templates of which one must be named.</summary>
    public (List<TaskEvent> Events, string[] Truth) Next(SeededFault fault)
    {
        var kind = _random.Next(OpenStackLog.TaskNames.Count + (hasOrders ? 4 : 0));
        var events = kind < OpenStackLog.TaskNames.Count ? Machine(kind) : Order();
        return (events, Apply(fault, events));
    }

    private string[] Apply(SeededFault fault, List<TaskEvent> events)
    {
        switch (fault)
        {
            case SeededFault.Skip:
                var left = Pick(events, place => events[place].IsFixed);
                var missing = events[left].Template;
                events.RemoveAt(left);
                return [missing];
            case SeededFault.Repeat:
                var again = Pick(events, place => events[place].IsFixed);
                events.Insert(again + 1, events[again]);
                return [events[again].Template];
            case SeededFault.Swap:
                var first = Pick(events, place => place + 1 < events.Count && events[place].IsFixed && events[place + 1].IsFixed && events[place].Group != events[place + 1].Group);
                (events[first], events[first + 1]) = (events[first + 1], events[first]);
                return [events[first].Template, events[first + 1].Template];
            case SeededFault.Delay:
                var slow = _random.Next(events.Count - 1);
                events[slow] = events[slow] with { Seconds = Math.Max(LeastDelay, events[slow].Seconds * DelayFactor) };
                return [events[slow].Template];
            case SeededFault.Foreign:
                // Behind the first line: before it nobody can know which workflow it is going to be.
                var own = events.Select(line => line.Template).ToHashSet();
                var strangers = OpenStackLog.TaskKeys.SelectMany(keys => keys).Select(OpenStackLog.TemplateOf).Where(text => text.Length > 0 && !own.Contains(text)).Append(Stranger).ToArray();
                var stranger = strangers[_random.Next(strangers.Length)];
                events.Insert(1 + _random.Next(events.Count - 1), new TaskEvent(stranger, Seconds(stranger), -1));
                return [stranger];
            default:
                return [];
        }
    }

    private int Pick(List<TaskEvent> events, Func<int, bool> fits)
    {
        int[] places = [.. Enumerable.Range(0, events.Count).Where(fits)];
        return places[_random.Next(places.Length)];
    }

    private List<TaskEvent> Machine(int task)
    {
        var events = new List<TaskEvent>();
        foreach (var (group, number) in OpenStackLog.TaskSteps[task].Select((group, number) => (group, number)))
        {
            var order = group.ToArray();
            _random.Shuffle(order);
            events.AddRange(order.Select(key => Line(OpenStackLog.TemplateOf(key), number)));
        }

        return events;
    }

    private List<TaskEvent> Order()
    {
        var events = new List<TaskEvent> { Line("Order {OrderId} placed", 0) };
        for (var item = _random.Next(1, 5); item > 0; item--)
        {
            events.Add(Line("Item {Item} reserved", 1) with { IsFixed = false });
        }

        if (_random.Next(4) == 0)
        {
            events.Add(Line("Voucher applied", 2) with { IsFixed = false });
        }

        events.Add(Line("Payment of {Amount} requested", 3));
        events.Add(Line("Payment captured", 4));
        string[] papers = ["Invoice written", "Stock updated"];
        _random.Shuffle(papers);
        events.AddRange(papers.Select(template => Line(template, 5)));
        events.AddRange(_random.Next(2) == 0
            ? [Line("Courier called", 6)]
            : [Line("Parcel put into batch {Batch}", 7), Line("Parcel collected", 8)]);
        return [.. events, Line("Order shipped", 9), Line("Customer told", 10), Line("Order closed", 11)];
    }

    private TaskEvent Line(string template, int group) => new(template, Seconds(template), group);

    private double Seconds(string template)
    {
        // Box and Muller's normal number.
        var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return Durations.GetValueOrDefault(template, 0.2) * Math.Exp(Spread * normal);
    }
}
