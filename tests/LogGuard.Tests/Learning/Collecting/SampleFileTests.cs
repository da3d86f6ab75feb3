using LogGuard.Learning.Collecting;
using LogGuard.Models.Values;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

public class SampleFileTests
{
    [Fact]
    public void SessionsAreReadBackWithTheirTimes()
    {
        SessionStep[][] sessions = [[new(1, 0), new(2, 1.5f), new(2, 3e9f)], [new(3, 0)]];

        var read = SampleFile.ReadSessions(Write(sessions), keyCount: 3);

        Assert.Equal(sessions, read);
    }

    [Theory]
    [InlineData(599)]
    [InlineData(5000)]
    public void ASeriesIsReadBackAndGoesOnAsItWouldHave(int count)
    {
        var series = SomeValues.Series(SomeValues.Normal(count, 20, 1).Select(value => new[] { value / 10, value }), key: 3, "Seconds");

        var read = Assert.Single(SampleFile.ReadSeries(Write([series]), keyCount: 3));

        Assert.Equal((3, series.Count), (read.Key, read.Count));
        Assert.Equal(series.Names, read.Names);
        Assert.Equal(series.Column(0), read.Column(0));
        Assert.Equal(series.Column(1), read.Column(1));
        Assert.Equal(series.ElapsedSample(), read.ElapsedSample());
        series.Add([1, 2]);
        read.Add([1, 2]);
        Assert.Equal(series.Column(1), read.Column(1));
    }

    [Fact]
    public void TheEvidenceOfASeriesIsReadBackAndMayBeMissing()
    {
        var series = new ParameterValueSeries(1, ["Day"], limit: 200);
        for (var i = 0; i < 1_000; i++)
        {
            series.Add([double.NaN, 29], new Occasion(TimeSpan.TicksPerDay * (1 + i / 100), Process: 4));
        }

        var bytes = Write([series]);
        var read = Assert.Single(SampleFile.ReadSeries(bytes, keyCount: 1)).Evidence(1)!;
        Assert.Equal((9, 999, 4UL), (read.Days, read.LinesSinceNew, read.State.Process));

        // As an earlier version wrote it.
        using var earlier = new MemoryStream();
        using (var writer = new BinaryWriter(earlier))
        {
            writer.Write7BitEncodedInt(1);
            series.Write(writer);
        }

        Assert.True(bytes.AsSpan().StartsWith(earlier.ToArray()));
        read = Assert.Single(SampleFile.ReadSeries(earlier.ToArray(), keyCount: 1)).Evidence(1)!;
        Assert.Equal([29], read.Values.ToArray());
        Assert.Equal((0, 199), (read.Days, read.LinesSinceNew));
    }

    [Fact]
    public void WhatIsCutShortOrImpossibleIsRefused()
    {
        var sessions = Write([[new SessionStep(1, 0), new(2, 5)]]);
        var series = Write([SomeValues.Series(SomeValues.Normal(50, 20, 1))]);

        for (var length = 0; length < sessions.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => SampleFile.ReadSessions(sessions[..length], keyCount: 2));
        }

        for (var length = 0; length < series.Length; length += 7)
        {
            Assert.Throws<InvalidDataException>(() => SampleFile.ReadSeries(series[..length], keyCount: 2));
        }

        Assert.Throws<InvalidDataException>(() => SampleFile.ReadSessions(sessions, keyCount: 1));
        Assert.Throws<InvalidDataException>(() => SampleFile.ReadSeries(series, keyCount: 0));
    }

    [Fact]
    public void NothingIsReadBackAsNothing()
    {
        Assert.Empty(SampleFile.ReadSessions(Write(Array.Empty<SessionStep[]>()), keyCount: 0));
        Assert.Equal([[]], SampleFile.ReadSessions(Write([Array.Empty<SessionStep>()]), keyCount: 0));
        Assert.Empty(SampleFile.ReadSeries(Write(Array.Empty<ParameterValueSeries>()), keyCount: 0));
    }

    [Fact]
    public void TheStreamIsLeftOpen()
    {
        using var stream = new MemoryStream();

        SampleFile.Write(stream, [[new SessionStep(1, 0)]]);
        SampleFile.Write(stream, [SomeValues.Elapsed([1])]);

        Assert.True(stream.CanWrite);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.Epsilon)]
    [InlineData(long.MaxValue / 2)]
    public void ATimeUpToHalfOfAllTicksIsRead(float ticks) =>
        Assert.Equal([[new(1, ticks)]], SampleFile.ReadSessions(Write([[new SessionStep(1, ticks)]]), keyCount: 1));

    [Theory]
    [InlineData(-1)]
    [InlineData(-float.Epsilon)]
    [InlineData(4.7e18)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void ATimeThatIsNoneIsRefused(float ticks)
    {
        var bytes = Write([[new SessionStep(1, 0), new(1, ticks)]]);

        Assert.Equal("a time of the sampled sessions is none", Refusal(() => SampleFile.ReadSessions(bytes, keyCount: 1)));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public void SeriesThatAreOutOfOrderAreRefused(int first, int second)
    {
        var bytes = Write([SomeValues.Elapsed([1], first), SomeValues.Elapsed([1], second)]);

        Assert.Equal("the series of values are out of order", Refusal(() => SampleFile.ReadSeries(bytes, keyCount: 3)));
    }

    [Fact]
    public void SeriesInTheOrderOfTheirKeysAreRead() => Assert.Equal(
        [1, 2, 4], SampleFile.ReadSeries(Write([SomeValues.Elapsed([1], 1), SomeValues.Elapsed([1], 2), SomeValues.Elapsed([1], 4)]), keyCount: 4).Select(one => one.Key));

    [Fact]
    public void MoreSeriesThanKeysAreRefused()
    {
        var bytes = Write([SomeValues.Elapsed([1], 1), SomeValues.Elapsed([1], 2)]);

        Assert.Equal("a sample holds 2 where at most 1 is possible", Refusal(() => SampleFile.ReadSeries(bytes, keyCount: 1)));
    }

    [Fact]
    public void CountsThatCannotBeAreRefused()
    {
        byte[] minusOne = [0xff, 0xff, 0xff, 0xff, 0x0f];
        byte[] noSuchNumber = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

        Assert.Equal("a sample holds -1 where at most 5 is possible", Refusal(() => SampleFile.ReadSessions(minusOne, keyCount: 1)));
        Assert.Equal("a sample holds 257 where at most 256 is possible", Refusal(() => SampleFile.ReadSessions([1, 0x81, 2], keyCount: 1)));
        Assert.Equal("the sampled sessions or values are cut short", Refusal(() => SampleFile.ReadSessions([1, 1], keyCount: 1)));
        Assert.Equal("the sampled sessions or values are cut short", Refusal(() => SampleFile.ReadSeries([1], keyCount: 1)));
        Assert.Equal("the sampled sessions or values are cut short", Refusal(() => SampleFile.ReadSessions(noSuchNumber, keyCount: 1)));
    }

    [Fact]
    public void ACopyHasTheLatestVectorsLessWhatIsLeftOut()
    {
        var series = SomeValues.Series(Enumerable.Range(0, 3000).Select(i => new[] { i / 10.0, i }), key: 1, "Seconds");

        var copy = series.Copy(100, (feature, value) => feature == 1 && value == 2999);

        Assert.Equal([.. Enumerable.Range(2900, 99).Select(i => (double)i), double.NaN], copy.Column(1));
        Assert.Equal(100, copy.ElapsedSample().Length);
        Assert.InRange(copy.ElapsedSample().Average(), 120, 180);
        Assert.Equal(2000, series.Count);
    }

    private static string Refusal(Func<object> read) => Assert.Throws<InvalidDataException>(read).Message;

    private static byte[] Write(IReadOnlyList<SessionStep[]> sessions)
    {
        var stream = new MemoryStream();
        SampleFile.Write(stream, sessions);
        return stream.ToArray();
    }

    private static byte[] Write(IReadOnlyList<ParameterValueSeries> series)
    {
        var stream = new MemoryStream();
        SampleFile.Write(stream, series);
        return stream.ToArray();
    }
}
