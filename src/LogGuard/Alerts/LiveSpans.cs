using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogGuard.Alerts;

/// <summary>
/// Knows the live spans of traces that log, so that an anomaly can be noted in its trace. A table of fixed size, which the
/// application's threads fill and the reader looks up; a trace that falls on the place of another takes it. Spans are held
/// weakly.
/// </summary>
internal sealed class LiveSpans
{
    internal const string EventName = "logguard.anomaly";

    private readonly Slot?[] _slots;

    public LiveSpans(int limit) => _slots = new Slot?[BitOperations.RoundUpToPowerOf2((uint)limit)];

    /// <summary>Takes note of the span that is current. On the application's threads.</summary>
    public void Note()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return;
        }

        // The activity keeps the text of its trace id.
        var trace = activity.TraceId.ToHexString();
        ref var slot = ref _slots[Place(trace)];
        if (Volatile.Read(ref slot) is { } known && string.Equals(known.Trace, trace) && known.Span.TryGetTarget(out var span) && !span.IsStopped)
        {
            return;
        }

        // The outermost one in this process: it lives for longest, and is the one that people look at.
        while (activity.Parent is { IsStopped: false } parent && parent.TraceId == activity.TraceId)
        {
            activity = parent;
        }

        Volatile.Write(ref slot, new Slot(trace, new WeakReference<Activity>(activity)));
    }

    /// <summary>Notes an anomaly in its trace.</summary>
    /// <returns>False where its span has ended or is not known.</returns>
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

    // Trace ids are random, and their end is as good as any part of them.
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
