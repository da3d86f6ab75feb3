using System.Collections.Concurrent;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

public class FeedbackMarksTests
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly LogKeyVocabulary _vocabulary = new(100);

    [Fact]
    public void OnlyTheLastAnomaliesAreKnownByTheirIds()
    {
        var marks = Make();
        for (var id = 1; id <= AnomalyHistory.Limit + 5; id++)
        {
            marks.Remember(Anomaly(id, 1 + id % 100));
        }

        Assert.False(marks.Mark(5, isNormal: true));
        Assert.Equal(0, marks.NormalCount);
        Assert.True(marks.Mark(6, isNormal: true));
        Assert.True(marks.IsNormal([0, 7]));
        Assert.True(marks.Mark(AnomalyHistory.Limit + 5, isNormal: true));
        Assert.False(marks.Mark(AnomalyHistory.Limit + 6, isNormal: true));
    }

    [Fact]
    public void MarksAreBoundedAndAFullListIsToldAndStillChanges()
    {
        var marks = Make(limit: 2);
        Assert.True(marks.Mark(Anomaly(1, 1), isNormal: true));
        Assert.True(marks.Mark(Anomaly(2, 2), isNormal: false));

        Assert.False(marks.Mark(Anomaly(3, 3), isNormal: true));

        Assert.Contains("2 patterns are marked already", Assert.Single(_told));
        Assert.False(marks.IsNormal([0, 3]));
        Assert.True(marks.Mark(Anomaly(2, 2), isNormal: true));
        Assert.Equal(2, marks.NormalCount);
    }

    [Fact]
    public void OnlyAChangeIsWorthSaving()
    {
        var marks = Make();
        marks.Restore([Pattern(1)], [Pattern(2)]);
        Assert.Equal((0, 1), (marks.Version, marks.NormalCount));

        marks.Mark(Anomaly(1, 1), isNormal: true);
        marks.Mark(Anomaly(2, 2), isNormal: false);
        Assert.Equal(0, marks.Version);

        marks.Mark(Anomaly(2, 2), isNormal: true);
        Assert.Equal((1, 2), (marks.Version, marks.NormalCount));
        Assert.Equal([Pattern(1), Pattern(2)], marks.ToArray(isNormal: true));
        Assert.Empty(marks.ToArray(isNormal: false));
    }

    [Fact]
    public void AskingAllocatesNothing()
    {
        var marks = Make();
        marks.Mark(Anomaly(1, 1), isNormal: true);
        int[] marked = [0, 1];
        int[] other = [1, -1, 3, 4];
        Assert.True(marks.IsNormal(marked));
        Assert.False(marks.IsNormal(other));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var answer = marks.IsNormal(marked) && !marks.IsNormal(other);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(answer);
    }

    [Fact]
    public void ManyThreadsMayMarkAtOnce()
    {
        var marks = Make();

        Parallel.For(0, 8_000, i => marks.Mark(Anomaly(i, 1 + i % 1_000), isNormal: i % 1_000 < 500));

        Assert.Equal(500, marks.NormalCount);
        Assert.Equal(1_000, marks.Version);
        Assert.Equal(500, marks.ToArray(isNormal: false).Length);
        Assert.Empty(_told);
    }

    [Fact]
    public void APatternIsReadAsItWasWritten() => Properties.Hold((int[] keys, int value) =>
    {
        var pattern = Some(keys.Length + value, keys, value);

        return AnomalyPattern.TryParse(pattern.ToString(), 100, out var read)
            && read.Equals(pattern)
            && read.GetHashCode() == pattern.GetHashCode()
            && read.Key == pattern.Key;
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Key")]
    [InlineData("Key 0")]
    [InlineData("Key 101")]
    [InlineData("Key 1 2")]
    [InlineData("Key 1.5")]
    [InlineData("Keys 1")]
    [InlineData("Step 1")]
    [InlineData("Step -3 1")]
    [InlineData("Step 1 101")]
    [InlineData("Count 1 0")]
    [InlineData("Count -1 0 1")]
    [InlineData("Count 1 101 1")]
    [InlineData("Count 1 0 99999999999")]
    public void WhatIsNoPatternIsNotRead(string? text) => Assert.False(AnomalyPattern.TryParse(text, 100, out _));

    private FeedbackMarks Make(int limit = FeedbackMarks.MarkLimit) =>
        new(_vocabulary, new DiagnosticLog(_told.Enqueue, new TestTimeProvider()), limit);

    private Anomaly Anomaly(long id, int key) => PipelineLog.Anomaly(1) with { Id = id, Origin = Pattern(key) };

    private AnomalyPattern Pattern(int key) => new([0, key], _vocabulary);

    private static AnomalyPattern Some(int form, int[] keys, int value)
    {
        var key = 1 + (int)((uint)value % 100);
        switch ((uint)form % 3)
        {
            case 0:
                return new AnomalyPattern(AnomalyPattern.OfKey(new int[2], key));
            case 1:
                var pattern = AnomalyPattern.OfStep(new int[keys.Length + 3], keys.Length + 1, key, out var window);
                for (var i = 0; i < window.Length; i++)
                {
                    window[i] = i == 0 ? -1 : (int)((uint)keys[i - 1] % 101);
                }

                return new AnomalyPattern(pattern);
            default:
                return new AnomalyPattern(AnomalyPattern.OfCount(new int[4], key, key / 2, value));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheSameAnswerTwiceIsNoFault(bool isNormal)
    {
        var marks = Make();

        Assert.True(marks.Mark(Anomaly(1, 1), isNormal));
        Assert.True(marks.Mark(Anomaly(1, 1), isNormal));

        Assert.Empty(_told);
        Assert.Equal(1, marks.Version);
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, true, "\"placed\" was marked normal and the same is marked anomalous now: the last word counts.")]
    [InlineData(new[] { 0, 1 }, false, "\"placed\" was marked anomalous and the same is marked normal now: the last word counts.")]
    [InlineData(new[] { 1, -1, -2 }, true, "the end of a session was marked normal and the same is marked anomalous now: the last word counts.")]
    public void AnAnswerThatContradictsTheOneBeforeIsTold(int[] pattern, bool first, string told)
    {
        _vocabulary.GetOrAdd("placed");
        var marks = Make();
        var anomaly = PipelineLog.Anomaly(1) with { Origin = new AnomalyPattern(pattern, _vocabulary) };
        marks.Mark(anomaly, first);

        Assert.True(marks.Mark(anomaly, !first));

        Assert.Equal("LogGuard: " + told, Assert.Single(_told));
        Assert.Equal(first ? 0 : 1, marks.NormalCount);
    }

    [Fact]
    public void AnAnomalyThatHasLostItsPatternIsKnownByItsIdAndTime()
    {
        var marks = Make();
        var anomaly = Anomaly(7, 1);
        marks.Remember(anomaly);

        Assert.False(marks.Mark(anomaly with { Origin = null, Timestamp = anomaly.Timestamp.AddTicks(1) }, isNormal: true));
        Assert.False(marks.Mark(anomaly with { Origin = null, Id = 8 }, isNormal: true));
        Assert.True(marks.Mark(anomaly with { Origin = null }, isNormal: true));
        Assert.True(marks.IsNormal([0, 1]));
    }

    [Fact]
    public void IdsThatNoAnomalyHasAreNotMarked()
    {
        var marks = Make();
        Assert.False(marks.Mark(5, isNormal: true));
        marks.Remember(Anomaly(1, 1));

        Assert.False(marks.Mark(0, isNormal: true));
        Assert.False(marks.Mark(-1, isNormal: true));
        Assert.False(marks.Mark(1 + AnomalyHistory.Limit, isNormal: true));
        Assert.True(marks.Mark(1, isNormal: true));
    }

    [Fact]
    public void NoMoreMarksAreTakenOverThanThereIsRoomFor()
    {
        var marks = Make(limit: 2);

        marks.Restore([Pattern(1)], [Pattern(2), Pattern(3)]);

        Assert.Equal([Pattern(1)], marks.ToArray(isNormal: true));
        Assert.Equal([Pattern(2)], marks.ToArray(isNormal: false));
    }

    [Fact]
    public void AReturnToASnapshotForgetsAnswersAndIsToBeSaved()
    {
        var marks = Make();
        marks.Mark(Anomaly(1, 1), isNormal: true);
        marks.Mark(Anomaly(2, 2), isNormal: false);
        var version = marks.Version;

        marks.Replace([Pattern(3)], [Pattern(4)], [new AnomalyPattern([0, 5], past: default(LogGuard.Sequences.SessionHash))]);

        Assert.Equal([Pattern(3)], marks.ToArray(isNormal: true));
        Assert.Equal([Pattern(4)], marks.ToArray(isNormal: false));
        Assert.Equal("Key 5", Assert.Single(marks.StandingToArray()).ToString());
        Assert.Equal((1, version + 1), (marks.NormalCount, marks.Version));
    }

    [Fact]
    public void AnAnomalyOfAnotherDetectorIsNotMarked()
    {
        var other = PipelineLog.Anomaly(1) with { Origin = new AnomalyPattern([0, 1], new LogKeyVocabulary(10)) };

        Assert.False(Make().Mark(other, isNormal: true));
    }

    [Fact]
    public void ALineWithoutAKeyOfItsOwnIsMarkedAnomalousOnly()
    {
        var marks = Make();

        Assert.False(marks.Mark(Anomaly(1, LogKey.Unknown), isNormal: true));
        Assert.Contains("found no room in the vocabulary", Assert.Single(_told));
        Assert.True(marks.Mark(Anomaly(1, LogKey.Unknown), isNormal: false));
    }
}
