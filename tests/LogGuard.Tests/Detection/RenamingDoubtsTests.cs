using LogGuard.Detection;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

public class RenamingDoubtsTests
{
    private const int Later = 9;
    private const int Earlier = 3;

    private readonly RenamingDoubts _doubts = new();

    [Theory]
    [InlineData(1.0, 6)]
    [InlineData(0.4, 4)]
    [InlineData(0.05, 1)]
    public void TheLessTheWordsSayTheMoreSessionsItTakes(double initial, int sessions) =>
        Assert.Equal(sessions, Enumerable.Range(1, 100).First(_ => Add(initial: initial)));

    [Fact]
    public void ALearntTemplateThatIsRareInThePlaceSaysLittleByStayingAway() =>
        Assert.Equal(60, Enumerable.Range(1, 1_000).First(_ => Add(chance: 0.05)), 1.0);

    [Fact]
    public void ASessionInWhichItComesElsewhereTakesOneBack()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.False(Add());
        }

        Assert.False(Add(isExpected: false, chance: 0.001));
        Assert.False(Add());
        Assert.True(Add());
    }

    [Fact]
    public void APlaceThatCannotBeJudgedSaysNothing()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.False(Add());
            Assert.False(Add(isExpected: false, chance: 0));
        }

        Assert.True(Add());
    }

    [Fact]
    public void AnExcludedTemplateIsNeverTheLearntOne()
    {
        Add();
        _doubts.Exclude(Later);

        Assert.DoesNotContain(Enumerable.Range(1, 100), _ => Add());
    }

    [Fact]
    public void ASessionOrAMinuteOfTheStreamIsOneOccasion()
    {
        var session = Some.OpenSession("a");
        var record = Some.Record('x');
        Assert.True(_doubts.IsNewOccasion(session, record));
        session.Append(record.Key);
        Assert.False(_doubts.IsNewOccasion(session, record));

        var stream = new Session(3);
        stream.Open(SessionId.Stream, collects: false);
        Assert.True(_doubts.IsNewOccasion(stream, record));
        Assert.False(_doubts.IsNewOccasion(stream, record));
        Assert.True(_doubts.IsNewOccasion(stream, record with { Timestamp = record.Timestamp + TimeSpan.TicksPerMinute }));
    }

    private bool Add(double initial = 1, bool isExpected = true, double chance = 0.9) => _doubts.Add(Later, Earlier, initial, isExpected, chance, out _);
}
