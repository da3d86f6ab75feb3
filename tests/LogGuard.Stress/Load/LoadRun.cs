using System.Diagnostics;
using System.Globalization;

namespace LogGuard.Stress.Load;

/// <summary>Runs the load with its faults: each slot has one fault, and restarts are spread over all slots.</summary>
internal sealed class LoadRun(StressSettings settings, string learnt, string folder) : IDisposable
{
    // One-time costs of a process, such as compiled code and the first exceptions, are not growth: every fault occurs once
    // before the measurement.
    private const double WarmUpShare = 0.1;
    private static readonly TimeSpan ShortestWarmUp = TimeSpan.FromSeconds(10);

    // Capacity for orders: the rate, plus the orders that unthrottled threads can log in bursts.
    private const int BurstOrdersPerSecond = 60_000;

    // Added to the length of a slot; far longer than any wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly StressHost _host = MakeHost(settings, learnt, folder);
    private readonly MemoryRecord _memory = new();
    private readonly DiskFull _disk = new();
    private readonly long _diskLimit = StressDetector.LargestFile(learnt) / 2;
    private readonly long _began = Stopwatch.GetTimestamp();
    private Watchdog _watchdog = null!;
    private int _restarts;
    private int _savesRefused;
    private int _saves;
    private int _foldersLost;
    private long _workingSetMost;
    private volatile bool _isStopped;

    public static int CapacityFor(StressSettings settings)
    {
        var seconds = settings.Seconds + WarmUpOf(settings).TotalSeconds;
        var paced = 2 * seconds * settings.Rate / OrderWorkflow.MeanLength;
        var bursts = (WarmUpOf(settings).TotalSeconds / settings.Seconds * FaultSchedule.SlotsPerQuarter + 6) * BurstOrdersOf(settings);
        return (int)Math.Min(100_000_000, paced + bursts);
    }

    // A machine that exceeds the capacity of a slot continues at the normal rate.
    private static int BurstOrdersOf(StressSettings settings) =>
        (int)Math.Min(20_000_000, Math.Max(2, settings.Seconds / (4.0 * FaultSchedule.SlotsPerQuarter)) * BurstOrdersPerSecond);

    public LoadResult Run()
    {
        using var watchdog = _watchdog = new Watchdog(
            () => _isStopped ? Stopwatch.GetTimestamp() : _host.Events, Patience + TimeSpan.FromSeconds(settings.Seconds / 32.0), OnStuck);
        _host.Start();
        WarmUp();
        var slots = FaultSchedule.Make(settings.Seed);
        var slotTime = TimeSpan.FromSeconds(settings.Seconds / (double)slots.Length);
        var started = Stopwatch.GetTimestamp();
        for (var slot = 0; slot < slots.Length; slot++)
        {
            RunSlot(slots, slot, slotTime - Overdue(started, slotTime * slot));
        }

        watchdog.Doing("stopping the host");
        _host.Stop();
        _isStopped = true;
        return Judge(Stopwatch.GetElapsedTime(started));
    }

    public void Dispose()
    {
        _disk.Dispose();
        _host.Dispose();
    }

    private static StressHost MakeHost(StressSettings settings, string learnt, string folder)
    {
        StressDetector.Copy(learnt, folder);
        return new StressHost(settings, folder, CapacityFor(settings));
    }

    private static TimeSpan WarmUpOf(StressSettings settings)
    {
        var share = TimeSpan.FromSeconds(settings.Seconds * WarmUpShare);
        return share > ShortestWarmUp ? share : ShortestWarmUp;
    }

    private static TimeSpan Overdue(long started, TimeSpan planned)
    {
        var late = Stopwatch.GetElapsedTime(started) - planned;
        return late > TimeSpan.Zero ? late : TimeSpan.Zero;
    }

    private void WarmUp()
    {
        var time = WarmUpOf(settings);
        _watchdog.Doing("warming up");
        var faults = Enum.GetValues<HostFault>();
        foreach (var fault in faults)
        {
            Begin(fault);
            Thread.Sleep(time / faults.Length);
            _host.Restart(isOrderly: true);
            End(fault);
            Save(isRefused: false);
        }

        Tell($"warmed up for {time.TotalSeconds:0} s with every fault once, not counted in the memory");
    }

    private void RunSlot(HostFault[] slots, int slot, TimeSpan time)
    {
        var fault = slots[slot];
        _watchdog.Doing($"slot {slot}: {fault}");
        var (events, dropped, started) = (_host.Events, Drops(), Stopwatch.GetTimestamp());
        Begin(fault);
        var restarts = FaultSchedule.RestartsBy(slot, slots.Length, settings.Restarts) - _restarts;
        for (var i = 0; i < restarts; i++)
        {
            WaitUntil(started, time * (i + 0.5) / (restarts + 0.5));

            // Every other restart does not wait for open orders.
            _host.Restart(isOrderly: _restarts % 2 == 0);
            _restarts++;
        }

        WaitUntil(started, time);
        End(fault);
        Save(isRefused: false);
        var elapsed = Stopwatch.GetElapsedTime(started);
        events = _host.Events - events;
        var (managed, workingSet) = Measure(slot * 4 / slots.Length);
        Tell(string.Create(
            CultureInfo.InvariantCulture,
            $"{fault,-16} {events / elapsed.TotalSeconds,10:N0} events/s  dropped {Drops() - dropped,9:N0}  heap {managed / 1e6,6:0.0} MB  working set {workingSet / 1e6,6:0.0} MB  restarts {_restarts}"));
    }

    private void Begin(HostFault fault)
    {
        switch (fault)
        {
            case HostFault.SlowReceiver or HostFault.ThrowingReceiver:
                _host.ReceiverFault = fault;
                break;

            case HostFault.DiskFull:
                Save(isRefused: _disk.Begin(_diskLimit));
                break;

            case HostFault.ClockBack:
                _host.SetClockBack();
                break;

            case HostFault.FolderDeleted:
                DeleteFolder();
                Save(isRefused: false);
                break;

            case HostFault.Burst:
                _host.Burst(BurstOrdersOf(settings));
                break;
        }
    }

    private void End(HostFault fault)
    {
        switch (fault)
        {
            case HostFault.DiskFull:
                Save(isRefused: _disk.IsAvailable);
                _disk.End();
                break;

            case HostFault.FolderDeleted:
                // Deletes the folder again after the restarts: the next save must create it.
                DeleteFolder();
                break;
        }

        _host.ReceiverFault = HostFault.None;
        _host.EndBurst();
    }

    private void DeleteFolder()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file was added during the deletion.
        }
    }

    private void Save(bool isRefused)
    {
        _watchdog.Doing("saving");
        try
        {
            if (_host.Current.Detector.SaveAsync().WaitAsync(Patience).GetAwaiter().GetResult() is null)
            {
                throw new InvalidOperationException("a detector that was not disposed of saved nothing");
            }

            _saves++;
            if (_host.Current.Detector.Snapshots.Count == 0)
            {
                _foldersLost++;
            }
        }
        catch (IOException) when (isRefused)
        {
            // The save is refused and throws, as documented.
            _savesRefused++;
        }
        catch (Exception exception)
        {
            _host.OnException(exception);
        }
    }

    private (long Managed, long WorkingSet) Measure(int quarter)
    {
        _watchdog.Doing("measuring memory");

        // Waits until no order is open and ended detectors are released, so that the measurement does not depend on the moment.
        _host.Pause();
        try
        {
            _host.Current.Detector.FlushAsync().WaitAsync(Patience).GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            _host.OnException(exception);
        }

        // Aggressive: returns free pages to the system, so that the working set is the memory in use.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var managed = GC.GetTotalMemory(forceFullCollection: false) - _host.Book.Bytes;
        var workingSet = Environment.WorkingSet - _host.Book.Bytes;
        _workingSetMost = Math.Max(_workingSetMost, workingSet);
        _memory.Add(quarter, managed, workingSet);
        _host.GoOn();
        return (managed, workingSet);
    }

    private LoadResult Judge(TimeSpan elapsed)
    {
        var report = new LoadReport(_host, Console.Out);
        var isExact = report.Account(elapsed, out var received, out var scored, out var dropped);
        report.TellLatencies();
        report.TellMemory(_memory, _workingSetMost);
        Console.WriteLine(
            $"restarts: {_restarts:N0}, {_host.ModelsLost} without the model; longest disposal {_host.LongestDisposal.TotalMilliseconds:0} ms of {StressDetector.ShutdownTimeout.TotalMilliseconds:0} ms allowed");
        Console.WriteLine($"saves: {_saves:N0}, and {_savesRefused:N0} refused by the disk, which was meant; {_foldersLost:N0} lost");
        Tell("replaying all orders in quiet, one thread");
        _watchdog.Doing("replaying in quiet");
        var quiet = QuietRun.Run(settings, learnt, _host.Book, what => _watchdog.Doing(what));
        var comparison = VerdictComparison.Of(_host.Book, quiet, new OrderWorkflow(settings.Seed));
        comparison.Tell(Console.Out, dropped);
        if (_host.FirstException is { } first)
        {
            Console.WriteLine("first exception: " + first);
        }

        return new LoadResult
        {
            Exceptions = _host.Exceptions,
            Received = received,
            Scored = scored,
            Dropped = dropped,
            IsExact = isExact && comparison.Unreported <= dropped,
            MemoryGrowth = Math.Max(MemoryRecord.Growth(_memory.Managed), MemoryRecord.Growth(_memory.WorkingSet)),
            VerdictsDiffering = comparison.Differing,
            ModelsLost = _host.ModelsLost + _foldersLost,
        };
    }

    private long Drops() => _host.Generations.Sum(generation => generation.Counters.Dropped);

    private static void WaitUntil(long started, TimeSpan time)
    {
        var left = time - Stopwatch.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
        {
            Thread.Sleep(left);
        }
    }

    private void Tell(string what) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0.0} s] {what}"));

    private void OnStuck(string doing)
    {
        Console.WriteLine($"deadlock: nothing went on for {Patience.TotalSeconds:0} s while {doing}; {_host.Events:N0} events so far");
        foreach (var generation in _host.Generations)
        {
            Console.WriteLine($"  detector {generation.Number}: {generation.Counters}");
        }

        Console.Out.Flush();
        Environment.Exit(3);
    }
}
