using System.Diagnostics;
using LogGuard.Alerts;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public sealed class SpanTableTests : IDisposable
{
    private readonly SpanTable _spans = new(64);
    private readonly Activity? _before = Activity.Current;

    public SpanTableTests() => Activity.Current = null;

    public void Dispose() => Activity.Current = _before;

    [Fact]
    public void AnAnomalyIsNotedOnTheOutermostSpanOfItsTrace()
    {
        using var request = Start("request");
        using (Start("query"))
        {
            _spans.Note();
        }

        Assert.True(Mark(request, "why"));

        var noted = Assert.Single(request.Events);
        Assert.Equal((SpanTable.EventName, TestTimeProvider.Start), (noted.Name, noted.Timestamp));
        var tags = noted.Tags.ToDictionary();
        Assert.Equal("f", tags["logguard.fingerprint"]);
        Assert.Equal("UnknownKey", tags["logguard.kind"]);
        Assert.Equal("why", tags["logguard.skipped_step"]);
        Assert.Equal(1.0, tags["logguard.score"]);
    }

    [Fact]
    public void ASpanThatHasEndedIsLeftAlone()
    {
        var request = Start("request");
        _spans.Note();
        request.Stop();

        Assert.False(Mark(request));

        Assert.Empty(request.Events);
    }

    [Fact]
    public void ALaterRequestOfTheSameTraceTakesThePlaceOfTheFirst()
    {
        var first = Start("first");
        _spans.Note();
        first.Stop();
        Activity.Current = null;
        using var second = new Activity("second").SetParentId(first.TraceId, ActivitySpanId.CreateRandom()).Start();
        _spans.Note();

        Assert.True(Mark(second));

        Assert.Single(second.Events);
        Assert.Empty(first.Events);
    }

    [Fact]
    public void WithoutASpanOrATraceNothingIsNoted()
    {
        _spans.Note();
        using var other = Start("other");

        Assert.False(Mark(other));
        Assert.False(_spans.Mark(PipelineLog.Anomaly(1), "f"));
        Assert.False(_spans.Mark(PipelineLog.Anomaly(1) with { TraceId = "" }, "f"));
    }

    [Fact]
    public void NotingAKnownSpanAgainAllocatesNothing()
    {
        using var request = Start("request");
        _spans.Note();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _spans.Note();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void SpansAreHeldWeakly()
    {
        var span = StartAndForget();

        for (var i = 0; i < 10 && IsAlive(span); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsAlive(span));
    }

    // Apart, since the caller would keep what it was given.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static bool IsAlive(WeakReference<Activity> span) => span.TryGetTarget(out _);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference<Activity> StartAndForget()
    {
        WeakReference<Activity>? span = null;
        var thread = new Thread(() =>
        {
            var activity = Start("request");
            _spans.Note();
            span = new WeakReference<Activity>(activity);
        });
        thread.Start();
        thread.Join();
        return span!;
    }

    private static Activity Start(string name) => new Activity(name).SetIdFormat(ActivityIdFormat.W3C).Start();

    private bool Mark(Activity activity, string? skipped = null) =>
        _spans.Mark(PipelineLog.Anomaly(1) with { TraceId = activity.TraceId.ToHexString(), SkippedStep = skipped }, "f");
}
