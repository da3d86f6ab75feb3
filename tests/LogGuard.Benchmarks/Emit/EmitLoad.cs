using System.Diagnostics;

namespace LogGuard.Benchmarks.Emit;

/// <summary>Threads that log at the same time, and what an event costs them.</summary>
internal static class EmitLoad
{
    /// <summary>All threads log as fast as they can.</summary>
    /// <returns>
    /// Nanoseconds an event, by the clock for one thread. With more threads than cores that clock would count the
    /// waiting for a core, and the reader's work, so it is the processor time of the logging threads then.
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

    /// <summary>All threads together log a given number of events a second, evenly spaced on each.</summary>
    /// <returns>The median of the nanoseconds that a call took, two readings of the clock included.</returns>
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
