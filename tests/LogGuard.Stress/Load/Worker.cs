using System.Diagnostics;

namespace LogGuard.Stress.Load;

/// <summary>
/// One thread of the host. It has several open orders and logs their steps interleaved. Every eighth order goes to a logger
/// without a detector, so that the overhead of the detector is measured under the same conditions.
/// </summary>
internal sealed class Worker
{
    private const int OrdersAtATime = 8;
    private const int BaselineEvery = 8;
    private const double LongestSleep = 0.1;

    private readonly StressHost _host;
    private readonly double _rate;
    private readonly Random _random;
    private readonly OrderWorkflow _workflow;
    private readonly List<ActiveOrder> _active = [];
    private readonly Stack<ActiveOrder> _spare = new();
    private readonly long[] _calls;
    private readonly Thread _thread;
    private long _opened;
    private long _events;
    private volatile bool _isParked;

    public Worker(StressHost host, int number, int seed, double rate, int generations)
    {
        _host = host;
        _rate = rate;
        _random = new Random(seed * 1009 + number);
        _workflow = new OrderWorkflow(seed);
        _calls = new long[generations];
        _thread = new Thread(Run) { Name = $"host {number}", IsBackground = true };
    }

    public LatencyHistogram Watched { get; } = new();

    public LatencyHistogram Baseline { get; } = new();

    /// <summary>Lines logged so far, including the baseline.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Whether the worker has no open order and begins none.</summary>
    public bool IsParked => _isParked;

    /// <summary>Returns the number of calls to a generation's logger. Valid after <see cref="Join"/>.</summary>
    public long CallsTo(int generation) => _calls[generation];

    public void Start() => _thread.Start();

    public void Join() => _thread.Join();

    private void Run()
    {
        var began = Stopwatch.GetTimestamp();
        var paced = 0L;
        while (true)
        {
            var isStopping = _host.IsStopping;
            if (!isStopping && !_host.IsPausing)
            {
                Fill();
            }

            if (_active.Count == 0)
            {
                if (isStopping)
                {
                    return;
                }

                _isParked = _host.IsPausing;
                Thread.Sleep(1);
                continue;
            }

            _isParked = false;
            LogNext(_random.Next(_active.Count));
            paced++;
            if ((paced & 15) == 0)
            {
                var ahead = paced / _rate - Stopwatch.GetElapsedTime(began).TotalSeconds;
                if (ahead is > 0.001 and < LongestSleep && !_host.IsBursting)
                {
                    Thread.Sleep(TimeSpan.FromSeconds(ahead));
                }
                else if (ahead is > LongestSleep or < -LongestSleep)
                {
                    // After a burst or a pause the worker continues at its rate without catching up.
                    began = Stopwatch.GetTimestamp();
                    paced = 0;
                }
            }
        }
    }

    private void Fill()
    {
        while (_active.Count < OrdersAtATime)
        {
            var start = _host.Clock.GetUtcNow().UtcTicks;
            var isBaseline = _opened % BaselineEvery == BaselineEvery - 1;
            var index = -1;
            if (!isBaseline && !_host.Book.TryBegin(start, out index))
            {
                return;
            }

            _opened++;
            var order = _spare.TryPop(out var spare) ? spare : new ActiveOrder();
            var number = isBaseline ? _opened : OrderWorkflow.FirstFault + index;
            order.Begin(number, index, start, _host.Current, _host.SetBacks);
            _workflow.Fill(number, order.Steps);
            _active.Add(order);
        }
    }

    private void LogNext(int which)
    {
        var order = _active[which];
        var generation = _host.Current;
        var isBaseline = order.Index < 0;
        var door = isBaseline ? _host.NoDoor : generation.Door;
        var time = order.TimeOfNext(_host.SetBacks);
        var before = Stopwatch.GetTimestamp();
        try
        {
            door.Log(order.Id, order.Steps[order.Position], time);
        }
        catch (Exception exception)
        {
            _host.OnException(exception);
        }

        var took = (long)Stopwatch.GetElapsedTime(before).TotalNanoseconds;
        if (!generation.IsEnding)
        {
            // Calls that no detector receives would understate the cost of the detector.
            (isBaseline ? Baseline : Watched).Add(took);
        }

        Volatile.Write(ref _events, _events + 1);
        if (!isBaseline)
        {
            _calls[generation.Number]++;
        }

        if (++order.Position == order.Steps.Count)
        {
            Finish(order);
            _active[which] = _active[^1];
            _active.RemoveAt(_active.Count - 1);
            _spare.Push(order);
        }
    }

    private void Finish(ActiveOrder order)
    {
        if (order.Index < 0)
        {
            return;
        }

        // Checked after the last line: if the generation is not ending, every line precedes its disposal.
        if (order.Generation == _host.Current && !order.Generation.IsEnding)
        {
            _host.Book.Finish(order.Index, order.SetBackAt);
        }
        else
        {
            _host.Book.Tear(order.Index);
        }
    }

    private sealed class ActiveOrder
    {
        private long _start;
        private int _setBacks;

        public List<OrderStep> Steps { get; } = [];

        public int Index { get; private set; }

        public object Id { get; private set; } = "";

        public int Position { get; set; }

        public byte SetBackAt { get; private set; }

        public Generation Generation { get; private set; } = null!;

        public void Begin(long number, int index, long start, Generation generation, int setBacks)
        {
            Id = number;
            Index = index;
            _start = start;
            _setBacks = setBacks;
            Generation = generation;
            Position = 0;
            SetBackAt = VerdictBook.NeverSetBack;
        }

        // Like the application's clock: an hour earlier from some step on.
        public DateTimeOffset TimeOfNext(int setBacks)
        {
            if (setBacks > _setBacks && SetBackAt == VerdictBook.NeverSetBack)
            {
                SetBackAt = (byte)Position;
            }

            return StressHost.TimeOf(_start, Steps[Position], Position, SetBackAt);
        }
    }
}
