using System.Diagnostics;

namespace LogGuard.Benchmarks.Emit;

/// <summary>Threads that log at the same time, and what an event costs them.</summary>
internal static class EmitLoad
{
    /// <summary>All threads log as fast as they can.</summary>
    /// <returns>Nanoseconds of a processor core per event: with more threads than cores each event waits its turn as well.</returns>
    public static double Saturated(EmitContender contender, int threadCount, int eventsPerThread)
    {
        var clock = Stopwatch.StartNew();
        RunThreads(threadCount, thread =>
        {
            for (var i = 0; i < eventsPerThread; i++)
            {
                contender.Emit(i + thread * 7919);
            }
        });
        var cores = Math.Min(threadCount, Environment.ProcessorCount);
        return clock.Elapsed.TotalNanoseconds * cores / ((long)eventsPerThread * threadCount);
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
