using System.Diagnostics;
using LogGuard.Learning.Snapshots;
using LogGuard.Stress.Load;
using Serilog.Debugging;

namespace LogGuard.Stress.Floods;

/// <summary>The application of a flood: a detector with a trained model, normal orders, planted failures, and the measurements.</summary>
internal sealed class FloodHost
{
    /// <summary>The property that holds the session.</summary>
    public const string SessionProperty = "OrderId";

    private const int OrdersPerSecond = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Sessions are a table, too: those that only end by silence are as many as come within this time. Orders are logged at once.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(2);

    // The first save comes when most floods have filled their tables. Later ones wait by what they cost.
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(4);

    private readonly Flood _flood;
    private readonly StressSettings _settings;
    private readonly OrderWorkflow _workflow;
    private readonly IFloodDoor _door;
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly FloodMemory _memory;
    private readonly Stopwatch _watch = new();
    private long _calls;
    private long _exceptions;
    private string? _firstException;

    public FloodHost(Flood flood, string folder, StressSettings settings)
    {
        _flood = flood;
        _settings = settings;
        Folder = folder;
        _workflow = new OrderWorkflow(settings.Seed);
        Plants = new Plants(this);
        SelfLog.Enable(OnSelfLog);
        AppDomain.CurrentDomain.UnhandledException += (_, arguments) => OnException((Exception)arguments.ExceptionObject);
        TaskScheduler.UnobservedTaskException += (_, arguments) => OnException(arguments.Exception);
        Detector = new AnomalyDetector(Options());
        _memory = new FloodMemory(Detector);
        _door = OpenDoor(Detector);
    }

    public AnomalyDetector Detector { get; }

    public JumpingClock Clock { get; } = new();

    public Plants Plants { get; }

    public string Folder { get; }

    /// <summary>Lines a second of the flood.</summary>
    public int Rate => _settings.Rate;

    /// <summary>Whether time is left.</summary>
    public bool GoesOn => _watch.Elapsed < Time;

    private TimeSpan Time => TimeSpan.FromSeconds(_settings.Seconds) + _flood.Suspension;

    /// <summary>Returns the settings of the detector of this flood.</summary>
    public AnomalyDetectorOptions Options()
    {
        var options = StressDetector.Options(Folder, Clock);
        options.RequireModel = true;
        options.Session.IdleTimeout = IdleTimeout;
        options.Session.SaveInterval = SaveInterval;
        options.OnAlert = alert => Plants.Take(alert);
        options.Diagnostics = OnDiagnostic;
        _flood.Configure(options, this);
        return options;
    }

    public IFloodDoor OpenDoor(AnomalyDetector detector) =>
        _settings.Door == Doors.Names[0] ? new SerilogFloodDoor(detector, Clock) : new LoggingFloodDoor(detector);

    /// <summary>Logs a line. It waits while the memory is measured.</summary>
    public void Write(in FloodLine line)
    {
        _gate.EnterReadLock();
        try
        {
            _door.Write(line);
            Interlocked.Increment(ref _calls);
            _memory.Leak(_settings.Leak);
        }
        catch (Exception exception)
        {
            OnException(exception);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>Logs a line in a callback of the detector, which does not receive it.</summary>
    public void WriteUnwatched(FloodLine line) => Guard(() => _door.Write(line));

    /// <summary>Logs a step of a normal order.</summary>
    public void LogOrder(object session, int template, int value = 7)
    {
        object[] values = OrderWorkflow.NamesOrderFirst(template) ? [session, value] : [value, session];
        Write(new FloodLine(OrderWorkflow.Templates[template], values) { Category = "Shop.Orders" });
    }

    /// <summary>Logs a whole order at once; from <see cref="OrderWorkflow.FirstFault"/> on, one in a hundred has a fault.</summary>
    public void LogOrder(long number)
    {
        var steps = new List<OrderStep>();
        _workflow.Fill(number, steps);
        object session = number;
        foreach (var step in steps)
        {
            LogOrder(session, step.Template, step.Value);
        }
    }

    /// <summary>Runs something that must not throw.</summary>
    public void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            OnException(exception);
        }
    }

    public void OnException(Exception exception)
    {
        Interlocked.Increment(ref _exceptions);
        Interlocked.CompareExchange(ref _firstException, exception.ToString(), null);
    }

    /// <summary>Runs the flood and returns its outcome.</summary>
    /// <param name="onBegun">Called when the tables are full and the time begins.</param>
    public FloodResult Run(Action onBegun)
    {
        WarmUp();
        var lag = new LagWatch(Detector);
        List<Thread> threads = [Start("flood", () => _flood.Run(this, new Random(_settings.Seed))), Start("orders", LogOrders)];
        _memory.WaitUntilFull(Path.Combine(Folder, SessionStore.Name));
        _watch.Start();
        onBegun();
        threads.AddRange([Start("plants", () => Plants.Run(Time)), Start("lag", () => lag.Run(() => GoesOn))]);
        for (var measure = 1; measure <= FloodMemory.MeasureCount; measure++)
        {
            while (_watch.Elapsed < Time * (measure / (double)FloodMemory.MeasureCount))
            {
                Thread.Sleep(10);
            }

            Measure();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        WaitForAlerts();
        _door.Dispose();
        Guard(Detector.Dispose);
        WaitFor(() => Detector.Counters.QueueLength == 0);
        return Judge(lag);
    }

    // Compiles what the run needs: a process without it does little in its first seconds.
    private void WarmUp()
    {
        for (var number = -500L; number < 0; number++)
        {
            LogOrder(number);
        }

        WaitFor(() => Detector.Counters.QueueLength == 0);
    }

    private void LogOrders()
    {
        var pacer = new Pacer(OrdersPerSecond);
        for (var number = 1L; GoesOn; number++)
        {
            LogOrder(number);
            pacer.Step();
        }
    }

    private void WaitForAlerts() => WaitFor(() => Plants.Alerted == Plants.Planted, Plants.Limit);

    private void Measure()
    {
        _gate.EnterWriteLock();
        try
        {
            // Queued events are not growth.
            WaitFor(() => Detector.Counters.QueueLength == 0);
            if (_flood.ClosesSessionsToMeasure)
            {
                Guard(() => Detector.CloseSessionsAsync().Wait(Patience));
            }

            _memory.Measure();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    private FloodResult Judge(LagWatch lag)
    {
        var counters = Detector.Counters;
        var notes = new List<string> { _memory.ToString(), $"alerts {counters.Alerts}", $"anomalies {counters.Anomalies}" };
        notes.AddRange(Plants.Missed.Select(plant => $"not alerted: {plant}"));
        if (lag.LongestGap > TimeSpan.FromSeconds(1))
        {
            notes.Add($"the threads stood still for {lag.LongestGap.TotalSeconds:0.0} s");
        }

        if (lag.MostTold > TimeSpan.FromMinutes(1))
        {
            notes.Add($"the detector's counter of its lag said {lag.MostTold.TotalSeconds:0} s");
        }

        if (_firstException is { } first)
        {
            notes.Add("first exception: " + first);
        }

        return new FloodResult
        {
            Exceptions = Interlocked.Read(ref _exceptions) + counters.Failed,
            Calls = Interlocked.Read(ref _calls),
            Received = counters.Received,
            Scored = counters.Scored,
            Dropped = counters.Dropped + counters.LeftBehind,
            Planted = Plants.Planted,
            Alerted = Plants.Alerted,
            WorstAlertSeconds = Plants.Worst.TotalSeconds,
            WorstLagSeconds = lag.Worst.TotalSeconds,
            MemoryGrowth = _memory.Growth,
            Note = string.Join("; ", notes),
        };
    }

    private static void WaitFor(Func<bool> condition, TimeSpan? patience = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(started) < (patience ?? Patience))
        {
            Thread.Sleep(5);
        }
    }

    private static Thread Start(string name, Action action)
    {
        var thread = new Thread(() => action()) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    private void OnDiagnostic(string line)
    {
        if (line.Contains(" failed with ", StringComparison.Ordinal) && !_flood.Expects(line))
        {
            OnException(new InvalidOperationException("told by the detector: " + line));
        }
    }

    // Serilog catches the exceptions of its sinks and writes them to SelfLog.
    private void OnSelfLog(string line)
    {
        if (line.Contains("xception", StringComparison.Ordinal) && !_flood.Expects(line))
        {
            OnException(new InvalidOperationException("through Serilog: " + line));
        }
    }
}
