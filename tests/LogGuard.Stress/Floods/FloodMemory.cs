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

    /// <summary>Number of measures, in equal intervals.</summary>
    public const int MeasureCount = 8;

    /// <summary>Growth of the heap in half of the time, in MB.</summary>
    public double Growth => GrowthOf(_heap) / 1e6;

    /// <summary>
    /// The growth from the middle to the end. Of each two neighbouring measures the lower one counts: what a single one holds more, such
    /// as the work of a training under way, is no growth, and a leak is in both.
    /// </summary>
    internal static long GrowthOf(IReadOnlyList<long> heap)
    {
        var middle = heap.Count / 2;
        return Math.Min(heap[^2], heap[^1]) - Math.Min(heap[middle - 2], heap[middle - 1]);
    }

    /// <summary>
    /// Waits until the flood has filled the tables, which are bounded by count, and until the open sessions were saved with them: what is
    /// saved is held, too.
    /// </summary>
    /// <param name="savedSessions">The file of the open sessions.</param>
    public void WaitUntilFull(string savedSessions)
    {
        var fill = new FillWatch();
        WaitUntil(time => fill.IsFull(time, detector.Counters.KeyCount, detector.Counters.OpenSessions));
        var full = DateTime.UtcNow;
        WaitUntil(_ => File.GetLastWriteTimeUtc(savedSessions) > full);
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

    private void WaitUntil(Func<TimeSpan, bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        var time = TimeSpan.Zero;
        while (time < FillLimit && !condition(time))
        {
            Thread.Sleep(20);
            time = Stopwatch.GetElapsedTime(started);
        }

        _filling += time;
    }
}
