using System.Diagnostics;
using Serilog.Debugging;

namespace LogGuard.Stress.Load;

/// <summary>The application under stress: threads that log, a detector that is replaced, and receivers that misbehave.</summary>
internal sealed class StressHost : IDisposable
{
    /// <summary>The time by which the clock is set back; far longer than the idle timeout.</summary>
    public static readonly TimeSpan SetBack = TimeSpan.FromHours(1);

    // Far longer than a thread waits on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StressSettings _settings;
    private readonly string _folder;
    private readonly Worker[] _workers;
    private readonly List<Generation> _generations = [];
    private volatile Generation _current = null!;
    private volatile bool _isStopping;
    private volatile bool _isPausing;
    private volatile int _burstEnd;
    private volatile HostFault _receiverFault;
    private volatile int _setBacks;
    private long _exceptions;
    private string? _firstException;

    public StressHost(StressSettings settings, string folder, int capacity)
    {
        _settings = settings;
        _folder = folder;
        Book = new VerdictBook(capacity);
        NoDoor = Doors.Open(settings.Door, null);
        SelfLog.Enable(OnSelfLog);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        Begin();
        _workers = [.. Enumerable.Range(0, settings.Threads).Select(
            number => new Worker(this, number, settings.Seed, settings.Rate / (double)settings.Threads, settings.Restarts + Enum.GetValues<HostFault>().Length + 1))];
    }

    public JumpingClock Clock { get; } = new();

    public VerdictBook Book { get; }

    public IDoor NoDoor { get; }

    public Generation Current => _current;

    public IReadOnlyList<Generation> Generations => _generations;

    public IReadOnlyList<Worker> Workers => _workers;

    public bool IsStopping => _isStopping;

    public bool IsPausing => _isPausing;

    public bool IsBursting => Book.Count < _burstEnd;

    /// <summary>Lets all threads log as fast as they can until the given number of further orders is begun.</summary>
    public void Burst(int orders) => _burstEnd = Book.Count + orders;

    /// <summary>Ends the current burst.</summary>
    public void EndBurst() => _burstEnd = 0;

    /// <summary>The fault of the receivers of anomalies and alerts.</summary>
    public HostFault ReceiverFault { get => _receiverFault; set => _receiverFault = value; }

    /// <summary>The number of times that the clock was set back.</summary>
    public int SetBacks => _setBacks;

    /// <summary>Exceptions that reached the application, on any thread.</summary>
    public long Exceptions => Volatile.Read(ref _exceptions);

    public string? FirstException => _firstException;

    /// <summary>Detectors that did not load the model saved by their predecessor.</summary>
    public int ModelsLost { get; private set; }

    /// <summary>The longest disposal.</summary>
    public TimeSpan LongestDisposal { get; private set; }

    public long Events => _workers.Sum(worker => worker.Events);

    /// <summary>Returns the time of a step of an order.</summary>
    public static DateTimeOffset TimeOf(long start, in OrderStep step, int position, byte setBackAt) =>
        new(start + step.Ticks - (position >= setBackAt ? SetBack.Ticks : 0), TimeSpan.Zero);

    public void Start()
    {
        foreach (var worker in _workers)
        {
            worker.Start();
        }
    }

    /// <summary>Sets the clock back, for the detector and for the application's lines.</summary>
    public void SetClockBack()
    {
        Clock.SetBack(SetBack);
        _setBacks++;
    }

    /// <summary>Replaces the detector by a new one on the same folder.</summary>
    /// <param name="isOrderly">Whether open orders end first. Otherwise the application continues to log.</param>
    public void Restart(bool isOrderly)
    {
        if (isOrderly)
        {
            Pause();
        }

        End();
        Begin();
        GoOn();
    }

    /// <summary>Stops new orders, waits until no order is open, and releases finished detectors.</summary>
    public void Pause()
    {
        _isPausing = true;
        var started = Stopwatch.GetTimestamp();
        while (!_workers.All(worker => worker.IsParked))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException("the threads of the host do not end their orders");
            }

            Thread.Sleep(1);
        }

        foreach (var generation in _generations)
        {
            generation.Settle();
        }
    }

    public void GoOn() => _isPausing = false;

    /// <summary>Completes the open orders, stops the threads, and disposes the detector.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var worker in _workers)
        {
            worker.Join();
        }

        End();
    }

    public void OnException(Exception exception)
    {
        Interlocked.Increment(ref _exceptions);
        Interlocked.CompareExchange(ref _firstException, exception.ToString(), null);
    }

    public void Dispose()
    {
        SelfLog.Disable();
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        NoDoor.Dispose();
    }

    private void End()
    {
        _current.IsEnding = true;
        var started = Stopwatch.GetTimestamp();
        _current.Detector.Dispose();
        var took = Stopwatch.GetElapsedTime(started);
        LongestDisposal = took > LongestDisposal ? took : LongestDisposal;
    }

    private void Begin()
    {
        var generation = new Generation(_generations.Count);
        var options = StressDetector.Options(_folder, Clock);
        options.OnAnomaly = _ =>
        {
            generation.CountDelivery();
            Misbehave();
        };
        options.OnAlert = _ => Misbehave();
        options.Diagnostics = line =>
        {
            // Counts internal errors of the detector; faults of the environment are not among them.
            if (line.Contains(" failed with ", StringComparison.Ordinal))
            {
                OnException(new InvalidOperationException("told by the detector: " + line));
            }
        };
        var detector = new AnomalyDetector(options);
        if (detector.State != DetectorState.Detecting)
        {
            ModelsLost++;
        }

        detector.Intake.Observe(Book);
        generation.Begin(detector, Doors.Open(_settings.Door, detector));
        _generations.Add(generation);
        _current = generation;
    }

    private void Misbehave()
    {
        switch (_receiverFault)
        {
            case HostFault.SlowReceiver:
                Thread.Sleep(200);
                break;

            case HostFault.ThrowingReceiver:
                throw new InvalidOperationException("a receiver that throws");
        }
    }

    // Serilog catches the exceptions of its sinks and writes them to SelfLog.
    private void OnSelfLog(string line)
    {
        if (line.Contains("xception", StringComparison.Ordinal))
        {
            OnException(new InvalidOperationException("through Serilog: " + line));
        }
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs arguments) => OnException((Exception)arguments.ExceptionObject);

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs arguments) => OnException(arguments.Exception);
}
