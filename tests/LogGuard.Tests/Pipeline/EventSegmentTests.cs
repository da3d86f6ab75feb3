using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class EventSegmentTests
{
    // A thread that found it full may come so late that it has gone round, and is being filled again.
    [Fact]
    public void OnlyAFullSegmentIsHandedOver()
    {
        var segment = Segment(size: 2);
        Assert.True(segment.TryAdd(PipelineLog.Record(key: 1), stamp: 0));

        Assert.False(segment.TryBeginHandover());

        Assert.True(segment.TryAdd(PipelineLog.Record(key: 2), stamp: 0));
        Assert.False(segment.TryAdd(PipelineLog.Record(key: 3), stamp: 0));
        Assert.True(segment.TryBeginHandover());
    }

    [Fact]
    public void OneThreadHandsItOver()
    {
        var segment = Segment(size: 1);
        segment.TryAdd(PipelineLog.Record(), stamp: 0);

        Assert.True(segment.TryBeginHandover());
        Assert.False(segment.TryBeginHandover());

        segment.EndRotation();
        Assert.True(segment.TryBeginHandover());
    }

    [Fact]
    public void ASegmentInNoUseIsNotHandedOver()
    {
        var segment = Segment(size: 1);
        segment.TryAdd(PipelineLog.Record(), stamp: 0);
        Assert.True(segment.TryBeginHandover());

        segment.Retire();

        Assert.False(segment.TryAdd(PipelineLog.Record(), stamp: 0));
        Assert.False(segment.TryBeginHandover());
    }

    [Fact]
    public void AnEventIsTakenWithItsStamp()
    {
        var segment = Segment(size: 1);

        Assert.False(segment.TryTake(0, out _));
        segment.TryAdd(PipelineLog.Record(key: 5), stamp: 7);

        Assert.True(segment.TryTake(0, out var record));
        Assert.Equal((5, 7), (record.Key, record.DropStamp));
        Assert.False(segment.TryTake(0, out _));
    }

    private static EventSegment Segment(int size)
    {
        var segment = new EventSegment(size);
        segment.Prepare(start: 0);
        segment.Open();
        return segment;
    }
}
