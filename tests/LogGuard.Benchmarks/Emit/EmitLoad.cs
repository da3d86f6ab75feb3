using System.Diagnostics;

namespace LogGuard.Benchmarks.Emit;

/// <summary>Measures the cost of an event for threads that log concurrently.</summary>
internal static class EmitLoad
{
    /// <summary>All threads log as fast as they can.</summary>
    /// <returns>
    /// Nanoseconds per event: elapsed time for one thread, processor time of the logging threads for more. With more threads
    /// than cores the elapsed time would include waiting for a core and the reader's work.
    /// </returns>
    public static double Saturated(EmitContender contender, int threadCount, int eventsPerThread)
    {
        var processorTime = 0L;
        var clock = Stopwatch.StartNew();
        RunThreads(threadCount, thread =>
        {
            var before = ThreadClock.Nanoseconds;
            for (var i = 0; i < eventsPerThread; i++)
            {
                contender.Emit(i + thread * 7919);
            }

            Interlocked.Add(ref processorTime, ThreadClock.Nanoseconds - before);
        });
        return (threadCount == 1 ? clock.Elapsed.TotalNanoseconds : processorTime) / ((double)eventsPerThread * threadCount);
    }

    /// <summary>All threads together log a given number of events per second, evenly spaced on each thread.</summary>
    /// <returns>The median duration of a call in nanoseconds, including two clock readings.</returns>
    public static double Paced(EmitContender contender, int threadCount, int eventsPerThread, int eventsPerSecond)
    {
        var interval = Stopwatch.Frequency * threadCount / eventsPerSecond;
        var durations = new long[threadCount * eventsPerThread];
        RunThreads(threadCount, thread =>
        {
            var next = Stopwatch.GetTimestamp();
            for (var i = 0; i < eventsPerThread; i++)
            {
                while (Stopwatch.GetTimestamp() < next)
                {
                    Thread.SpinWait(8);
                }

                next += interval;
                var before = Stopwatch.GetTimestamp();
                contender.Emit(i + thread * 7919);
                durations[thread * eventsPerThread + i] = Stopwatch.GetTimestamp() - before;
            }
        });
        Array.Sort(durations);
        return durations[durations.Length / 2] * (1e9 / Stopwatch.Frequency);
    }

    private static void RunThreads(int count, Action<int> body)
    {
        if (count == 1)
        {
            body(0);
            return;
        }

        var threads = Enumerable.Range(0, count).Select(number => new Thread(() => body(number)) { Name = $"emit {number}" }).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }
}
