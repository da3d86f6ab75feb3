using LogGuard.Detection;
using LogGuard.Sequences;

namespace LogGuard.Tests.Detection;

public class LabelledSessionsTests
{
    private static readonly LogKeySequence One = new([1, 2, 3]);

    [Fact]
    public void TheLastAnswerAboutASessionIsItsLabel()
    {
        var labels = new LabelledSessions();

        Assert.True(labels.Answer(One, isAnomalous: true));
        Assert.True(labels.Answer(One, isAnomalous: false));

        Assert.Null(labels.Of(isAnomalous: true));
        Assert.Equal(1, labels.Of(isAnomalous: false)!.Count);
    }

    [Fact]
    public void WhatFindsNoRoomIsCounted()
    {
        var labels = new LabelledSessions();
        var half = new LogKeySequence(new int[LabelledSessions.EventLimit / 2]);

        Assert.Equal(1, labels.Add([(half, false), (half, true), (One, true)]));
        Assert.False(labels.Answer(new LogKeySequence([4]), isAnomalous: true));
    }
}
