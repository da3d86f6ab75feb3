using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogGuard.Alerts;

/// <summary>
/// Tracks the live spans of traces that log, so that an anomaly can be added to its trace. A hash table of fixed size: the
/// application's threads write it, the reader reads it, and a colliding trace replaces the previous one. Spans are held by weak
/// references.
/// </summary>
internal sealed class SpanTable
{
    internal const string EventName = "logguard.anomaly";

    private readonly Slot?[] _slots;

    public SpanTable(int limit) => _slots = new Slot?[BitOperations.RoundUpToPowerOf2((uint)limit)];

    /// <summary>Records the current span. Called on the application's threads.</summary>
    public void Note()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return;
        }

        // Activity caches the text of its trace id.
        var trace = activity.TraceId.ToHexString();
        ref var slot = ref _slots[Place(trace)];
        if (Volatile.Read(ref slot) is { } known && string.Equals(known.Trace, trace) && known.Span.TryGetTarget(out var span) && !span.IsStopped)
        {
            return;
        }

        // Uses the outermost span of this process: it ends last, and is the one that people look at.
        while (activity.Parent is { IsStopped: false } parent && parent.TraceId == activity.TraceId)
        {
            activity = parent;
        }

        Volatile.Write(ref slot, new Slot(trace, new WeakReference<Activity>(activity)));
    }

    /// <summary>Adds an anomaly to its trace.</summary>
    /// <returns>False if the span has ended or is not tracked.</returns>
    public bool Mark(Anomaly anomaly, string fingerprint)
    {
        if (anomaly.TraceId is not { } trace
            || Volatile.Read(ref _slots[Place(trace)]) is not { } slot
            || !string.Equals(slot.Trace, trace)
            || !slot.Span.TryGetTarget(out var span)
            || span.IsStopped)
        {
            return false;
        }

        var tags = new ActivityTagsCollection
        {
            { "logguard.fingerprint", fingerprint },
            { "logguard.kind", anomaly.Kind.ToString() },
            { "logguard.score", anomaly.Score },
            { "logguard.template", anomaly.Template },
            { "logguard.position", anomaly.Position },
            { "logguard.session", anomaly.SessionId },
            { "logguard.reason", anomaly.Reason },
        };
        if (anomaly.SkippedStep is { } skipped)
        {
            tags.Add("logguard.skipped_step", skipped);
        }

        span.AddEvent(new ActivityEvent(EventName, anomaly.Timestamp, tags));
        return true;
    }

    // Trace ids are random, so their last digits serve as the hash.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(string trace)
    {
        var hash = 0u;
        foreach (var digit in trace.AsSpan(Math.Max(0, trace.Length - 8)))
        {
            hash = (hash << 4) | (uint)(digit <= '9' ? digit & 15 : (digit & 15) + 9);
        }

        return (int)(hash & (uint)(_slots.Length - 1));
    }

    private sealed record Slot(string Trace, WeakReference<Activity> Span);
}
