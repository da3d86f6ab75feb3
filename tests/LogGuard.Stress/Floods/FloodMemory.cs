using System.Diagnostics;

namespace LogGuard.Stress.Floods;

/// <summary>The memory of a flood's process: waits until the detector's tables are full, then measures how the heap grows.</summary>
internal sealed class FloodMemory(AnomalyDetector detector)
{
    // A count that still grows then has a bound that the flood does not reach. Its memory counts as growth.
    private static readonly TimeSpan FillLimit = TimeSpan.FromSeconds(10);

    private readonly List<long> _heap = [];
    private readonly List<byte[]> _leaked = [];
    private TimeSpan _filling;

    /// <summary>Growth of the heap from the end of the second quarter to the end of the last, in MB.</summary>
    public double Growth => (_heap[^1] - _heap[_heap.Count / 2 - 1]) / 1e6;

    /// <summary>Waits until the flood has filled the tables, which are bounded by count.</summary>
    public void WaitUntilFull()
    {
        var started = Stopwatch.GetTimestamp();
        var fill = new FillWatch();
        do
        {
            Thread.Sleep(20);
            _filling = Stopwatch.GetElapsedTime(started);
        }
        while (_filling < FillLimit && detector.Counters is var counters && !fill.IsFull(_filling, counters.KeyCount, counters.OpenSessions));
    }

    /// <summary>Measures the heap. Nothing is logged meanwhile.</summary>
    public void Measure()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        _heap.Add(GC.GetTotalMemory(forceFullCollection: false));
    }

    /// <summary>Keeps so many bytes for ever, which proves that the bar on memory fails where it should.</summary>
    public void Leak(int bytes)
    {
        if (bytes > 0)
        {
            lock (_leaked)
            {
                _leaked.Add(new byte[bytes]);
            }
        }
    }

    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"full of {detector.Counters.KeyCount} keys after {_filling.TotalSeconds:0.0} s; heap {string.Join(' ', _heap.Select(bytes => $"{bytes / 1e6:0.0}"))} MB");
}
