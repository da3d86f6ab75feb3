using System.Collections.Concurrent;
using System.Diagnostics;

namespace LogGuard.Tests.Support;

/// <summary>Listens to the spans of one detector: others are at work in other tests.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SpanRecorder(string detector)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "LogGuard",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("logguard.detector.name") is string name && name == detector)
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Those that have ended, in that order.</summary>
    public IReadOnlyCollection<Activity> Ended => _ended;

    public void Clear() => _ended.Clear();

    /// <summary>A span's tags but for the detector's name, its status and why, in a line.</summary>
    public static string Describe(Activity span) => string.Join(
        ' ',
        (string[])
        [
            span.OperationName,
            .. span.TagObjects.Where(tag => tag.Key != "logguard.detector.name").Select(tag => $"{tag.Key["logguard.".Length..]}={tag.Value}"),
            .. span.Status == ActivityStatusCode.Unset ? (string[])[] : [$"{span.Status}: {span.StatusDescription}"],
        ]);

    public void Dispose() => _listener.Dispose();
}
