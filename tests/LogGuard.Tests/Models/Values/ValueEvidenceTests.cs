using System.Text.Json;
using LogGuard.Models.Values;

namespace LogGuard.Tests.Models;

public class ValueEvidenceTests
{
    private const long Day = TimeSpan.TicksPerDay;
    private const double Lines = 100;
    private const int Boundaries = ValueEvidence.LeastBoundaries;

    [Fact]
    public void ManyLinesOfOneDayProveNothing()
    {
        var evidence = new ValueEvidence();
        Add(evidence, 1, 100_000, new Occasion(Day));

        Assert.False(evidence.Proves(new Occasion(Day), Lines, Boundaries));
    }

    [Fact]
    public void AFewLinesOfManyDaysProveNothing()
    {
        var evidence = new ValueEvidence();
        for (var day = 1; day < 50; day++)
        {
            Add(evidence, 1, 2, new Occasion(day * Day));
        }

        Assert.False(evidence.Proves(new Occasion(50 * Day), Lines, Boundaries));
    }

    [Fact]
    public void ThreeDaysThatBeganWithAKnownValueProveThatItIsTheSameEveryDay()
    {
        var evidence = new ValueEvidence();
        for (var day = 1; day <= 1 + Boundaries; day++)
        {
            Assert.False(evidence.Proves(new Occasion(day * Day), Lines, Boundaries));
            Add(evidence, 1, 200, new Occasion(day * Day));
        }

        Assert.True(evidence.Proves(new Occasion(9 * Day), Lines, Boundaries));
    }

    [Fact]
    public void ANewValueBeginsTheEvidenceAnew()
    {
        var evidence = Days(10);
        evidence.Add(2, new Occasion(11 * Day));
        Add(evidence, 1, 200, new Occasion(11 * Day));

        Assert.False(evidence.Proves(new Occasion(12 * Day), Lines, Boundaries));
        Assert.Equal((2, 0), (evidence.Count, evidence.Days));
    }

    [Fact]
    public void TheFirstLineOfAProcessOrAVersionNeedsOthersThatBeganSo()
    {
        var evidence = new ValueEvidence();
        for (var day = 1; day < 10; day++)
        {
            Add(evidence, 1, 100, new Occasion(day * Day, Process: 1, Version: 1));
        }

        Assert.True(evidence.Proves(new Occasion(10 * Day, 1, 1), Lines, Boundaries));
        Assert.True(evidence.Proves(new Occasion(10 * Day), Lines, Boundaries));
        Assert.False(evidence.Proves(new Occasion(10 * Day, 2, 1), Lines, Boundaries));
        Assert.False(evidence.Proves(new Occasion(10 * Day, 1, 2), Lines, Boundaries));
        for (var process = 2UL; process < 5; process++)
        {
            Add(evidence, 1, 100, new Occasion(10 * Day, process, 1));
        }

        Assert.True(evidence.Proves(new Occasion(10 * Day, 5, 1), Lines, Boundaries));
        Assert.False(evidence.Proves(new Occasion(10 * Day, 5, 2), Lines, Boundaries));
    }

    [Fact]
    public void LinesOutOfOrderAroundMidnightAreOneBoundary()
    {
        var evidence = new ValueEvidence();
        for (var i = 0; i < 100; i++)
        {
            evidence.Add(1, new Occasion(5 * Day + (i % 2 == 0 ? -1 : 1)));
        }

        Assert.Equal(1, evidence.Days);
    }

    [Fact]
    public void ValuesThatComeAgainAreNotInStretches()
    {
        Assert.True(ValueEvidence.Of([1, 1, 2, 2, 3, 3]).IsInStretches);
        Assert.False(ValueEvidence.Of([1, 1, 2, 2, 1, 1]).IsInStretches);
        Assert.False(ValueEvidence.Of([1, 1, 1]).IsInStretches);
        Assert.False(ValueEvidence.Of([1, 2, 3, 1, 2, 3]).IsInStretches);
    }

    [Fact]
    public void MemoryIsBounded()
    {
        var evidence = ValueEvidence.Of([.. Enumerable.Range(0, ValueEvidence.Limit).Select(i => (double)i)]);
        Assert.Equal(ValueEvidence.Limit, evidence.Values.Length);

        evidence.Add(1e6, default);

        Assert.True(evidence.HasTooMany);
        Assert.Equal(0, evidence.Values.Length);
    }

    [Fact]
    public void ItIsReadBackAsItWasSaved()
    {
        var evidence = Days(10);
        evidence.Add(2, new Occasion(11 * Day, 7, 9));
        var json = JsonSerializer.Serialize([[evidence.State]], ValueEvidenceJson.Default.ValueEvidenceStateArrayArray);

        var read = ValueEvidence.Restore(JsonSerializer.Deserialize(json, ValueEvidenceJson.Default.ValueEvidenceStateArrayArray)![0][0]);

        Assert.Equal(evidence.State with { Values = [] }, read.State with { Values = [] });
        Assert.Equal(evidence.Values.ToArray(), read.Values.ToArray());
    }

    [Fact]
    public void AnImpossibleStateIsNotSound()
    {
        var sound = Days(3).State;

        Assert.True(sound.IsSound());
        Assert.False((sound with { Values = [1, 1] }).IsSound());
        Assert.False((sound with { Values = [double.NaN] }).IsSound());
        Assert.False((sound with { Values = [.. Enumerable.Range(0, 17).Select(i => (double)i)] }).IsSound());
        Assert.False((sound with { Last = 1 }).IsSound());
        Assert.False((sound with { Days = -1 }).IsSound());
        Assert.False((sound with { HasTooMany = true }).IsSound());
    }

    [Fact]
    public void AValueThatIsLeftOutIsNotKnown()
    {
        var evidence = ValueEvidence.Of([1, 2, 3, 1]).Without(value => value == 2);

        Assert.Equal([1, 3], evidence.Values.ToArray());
        Assert.Equal(-1, evidence.IndexOf(2));
        evidence.Add(3, default);
        Assert.Equal(2, evidence.Count);
    }

    private static ValueEvidence Days(int count)
    {
        var evidence = new ValueEvidence();
        for (var day = 1; day <= count; day++)
        {
            Add(evidence, 1, 100, new Occasion(day * Day));
        }

        return evidence;
    }

    private static void Add(ValueEvidence evidence, double value, int lines, Occasion occasion)
    {
        for (var i = 0; i < lines; i++)
        {
            evidence.Add(value, occasion);
        }
    }
}
