using System.Diagnostics;
using System.Globalization;

namespace LogGuard.Stress.Load;

/// <summary>Sums the counters of the detectors and compares them with the counts of the host.</summary>
internal sealed class LoadReport(StressHost host, TextWriter output)
{
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(30);

    /// <summary>Returns whether every call to a logger is accounted for, as a received or a late event, and every received event as well.</summary>
    public bool Account(TimeSpan elapsed, out long received, out long scored, out long dropped)
    {
        var (full, left, failed, late, anomalies, delivered, undelivered, isExact) = (0L, 0L, 0L, 0L, 0L, 0L, 0L, true);
        (received, scored) = (0, 0);
        foreach (var generation in host.Generations)
        {
            WaitForDelivery(generation);
            var counters = generation.Counters;
            var calls = host.Workers.Sum(worker => worker.CallsTo(generation.Number));
            var isAll = calls == counters.Received + counters.Late
                && counters.Received == counters.Scored + counters.Dropped + counters.LeftBehind
                && counters.QueueLength == 0
                && counters.Anomalies == generation.Delivered + counters.AnomaliesDropped + counters.AnomaliesWithdrawn;
            if (!isAll)
            {
                output.WriteLine($"not accounted for, detector {generation.Number}: {calls:N0} calls, {generation.Delivered:N0} anomalies delivered, {counters}");
            }

            isExact &= isAll;
            received += counters.Received;
            scored += counters.Scored;
            full += counters.Dropped;
            left += counters.LeftBehind;
            failed += counters.Failed;
            late += counters.Late;
            anomalies += counters.Anomalies;
            delivered += generation.Delivered;
            undelivered += counters.AnomaliesDropped;
        }

        dropped = full + left;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"events: {received / elapsed.TotalSeconds:N0} a second received, warm-up included; dropped for a full queue {full:N0}, left behind at a disposal {left:N0}, failed {failed:N0}; late, to a detector disposed of, {late:N0}"));
        output.WriteLine($"anomalies: {anomalies:N0} raised, {delivered:N0} delivered, {undelivered:N0} dropped because receivers were slow");
        return isExact && failed == 0;
    }

    public void TellLatencies()
    {
        var (watched, baseline) = (new LatencyHistogram(), new LatencyHistogram());
        foreach (var worker in host.Workers)
        {
            watched.Add(worker.Watched);
            baseline.Add(worker.Baseline);
        }

        Tell("with the detector", watched.Percentile);
        Tell("with a sink that does nothing", baseline.Percentile);
        Tell("added", share => watched.Percentile(share) - baseline.Percentile(share));

        void Tell(string what, Func<double, long> percentile) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"latency of a log call, {what}: p50 {percentile(0.5) / 1e3:0.00} p99 {percentile(0.99) / 1e3:0.00} p99.9 {percentile(0.999) / 1e3:0.0} max {percentile(1) / 1e3:0} µs"));
    }

    public void TellMemory(MemoryRecord memory, long most)
    {
        Tell("heap after a collection", memory.Managed);
        Tell("working set", memory.WorkingSet);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"working set, most: {most / 1e6:0.0} MB; all without the {host.Book.Bytes / 1e6:0.0} MB of this program's own records"));

        void Tell(string what, IReadOnlyList<long> quarters) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory by quarter, {what}: {quarters[0] / 1e6:0.0} {quarters[1] / 1e6:0.0} {quarters[2] / 1e6:0.0} {quarters[3] / 1e6:0.0} MB, growth {MemoryRecord.Growth(quarters):0.000}"));
    }

    // A receiver that was slow at disposal continues with its pending anomalies.
    private static void WaitForDelivery(Generation generation)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < DeliveryPatience)
        {
            if (generation.IsDone)
            {
                return;
            }

            Thread.Sleep(10);
        }
    }
}
