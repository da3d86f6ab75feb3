using LogGuard.Learning;
using LogGuard.Models;
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
    public void ACopyHasTheLatestVectorsLessWhatIsLeftOut()
    {
        var series = SomeValues.Series(Enumerable.Range(0, 3000).Select(i => new[] { i / 10.0, i }), key: 1, "Seconds");

        var copy = series.Copy(100, (feature, value) => feature == 1 && value == 2999);

        Assert.Equal([.. Enumerable.Range(2900, 99).Select(i => (double)i), double.NaN], copy.Column(1));
        Assert.Equal(100, copy.ElapsedSample().Length);
        Assert.InRange(copy.ElapsedSample().Average(), 120, 180);
        Assert.Equal(2000, series.Count);
    }

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
