using LogGuard.Alerts;

namespace LogGuard.Tests.Alerts;

public class TokenBucketTests
{
    private static readonly long Start = new DateTime(2026, 1, 1).Ticks;

    [Fact]
    public void AsManyAsTheLimitMayComeAtOnceThenOneEachShareOfTheInterval()
    {
        var gate = new TokenBucket(3, TimeSpan.FromSeconds(30));

        Assert.Equal([0, 0, 0, 10, 20, 30], Times(ref gate, 6));
    }

    [Fact]
    public void WhatIsNotUsedIsSavedUpToTheLimit()
    {
        var gate = new TokenBucket(2, TimeSpan.FromSeconds(20));
        Times(ref gate, 2);

        Assert.Equal([100, 100, 110], Times(ref gate, 3, from: 100));
    }

    [Fact]
    public void OneIsTheLeast()
    {
        var gate = new TokenBucket(1, TimeSpan.FromSeconds(5));

        Assert.Equal([0, 5, 10], Times(ref gate, 3));
    }

    [Fact]
    public void AnotherLimitKeepsTheShareThatIsUsedUp()
    {
        // Two of four used; with six in the same time, two of six are.
        var gate = new TokenBucket(4, TimeSpan.FromSeconds(60));
        gate.Take(Start);
        gate.Take(Start);

        var other = gate.With(6, TimeSpan.FromSeconds(60), Start);

        Assert.Equal([0, 0, 0, 0, 10, 20], Times(ref other, 6));
    }

    [Fact]
    public void ALowerLimitWaitsNoLongerThanIfItHadHeldFromTheStart()
    {
        var gate = new TokenBucket(100, TimeSpan.FromSeconds(100));
        for (var i = 0; i < 100; i++)
        {
            gate.Take(Start);
        }

        var other = gate.With(2, TimeSpan.FromSeconds(100), Start);

        Assert.Equal([50, 100, 150], Times(ref other, 3));
    }

    private static List<int> Times(ref TokenBucket gate, int count, int from = 0)
    {
        var times = new List<int>();
        for (var second = from; times.Count < count; )
        {
            var now = Start + (second * TimeSpan.TicksPerSecond);
            if (gate.IsOpen(now))
            {
                gate.Take(now);
                times.Add(second);
            }
            else
            {
                Assert.True(gate.OpensAt > now);
                second++;
            }
        }

        return times;
    }
}
