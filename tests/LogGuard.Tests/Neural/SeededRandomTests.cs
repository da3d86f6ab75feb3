using LogGuard.Neural;

namespace LogGuard.Tests.Neural;

public class SeededRandomTests
{
    [Fact]
    public void TheSameSeedGivesTheSameOrderForEver()
    {
        var values = Enumerable.Range(0, 10).ToArray();

        new SeededRandom(1).Shuffle(values);

        // Worked out by another implementation of the generator: a seed must mean the same on every runtime to come.
        Assert.Equal(Expected, values);
    }

    [Fact]
    public void AShuffleKeepsEveryValue()
    {
        var values = Enumerable.Range(0, 1000).ToArray();

        new SeededRandom(7).Shuffle(values);

        Assert.NotEqual(Enumerable.Range(0, 1000), values);
        Assert.Equal(Enumerable.Range(0, 1000), values.Order());
    }

    private static readonly int[] Expected = [3, 6, 1, 5, 0, 9, 2, 8, 4, 7];
}
