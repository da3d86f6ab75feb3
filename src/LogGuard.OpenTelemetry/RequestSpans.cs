using System.Diagnostics;
using OpenTelemetry;

namespace LogGuard.OpenTelemetry;

/// <summary>
/// Remembers the outermost span of each recent trace in this process, so that an anomaly, which only knows its trace, finds the span of
/// its request. A hash table of fixed size: a colliding trace replaces the earlier one. Spans are held by weak references.
/// </summary>
internal sealed class RequestSpans : BaseProcessor<Activity>
{
    // A power of two; 16,384 traces take 1 MB.
    private const int SlotCount = 1 << 14;

    private readonly Slot?[] _slots = new Slot?[SlotCount];

    /// <summary>Called on the application's threads, for spans that are recorded.</summary>
    public override void OnStart(Activity data)
    {
        if (data.IdFormat == ActivityIdFormat.W3C && (data.Parent is null || data.Parent.TraceId != data.TraceId))
        {
            Volatile.Write(ref _slots[PlaceOf(data.TraceId)], new Slot(data.Context, new WeakReference<Activity>(data)));
        }
    }

    /// <summary>Finds the span of a trace.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="context">The context of its span.</param>
    /// <param name="running">The span, if it has not ended.</param>
    public bool TryFind(ActivityTraceId traceId, out ActivityContext context, out Activity? running)
    {
        (context, running) = (default, null);
        if (Volatile.Read(ref _slots[PlaceOf(traceId)]) is not { } slot || slot.Context.TraceId != traceId)
        {
            return false;
        }

        context = slot.Context;
        running = slot.Span.TryGetTarget(out var span) && !span.IsStopped ? span : null;
        return true;
    }

    private static int PlaceOf(ActivityTraceId traceId) => traceId.GetHashCode() & (SlotCount - 1);

    private sealed record Slot(ActivityContext Context, WeakReference<Activity> Span);
}
