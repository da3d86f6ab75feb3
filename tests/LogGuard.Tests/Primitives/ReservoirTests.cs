using LogGuard.Primitives;

namespace LogGuard.Tests.Primitives;

public class ReservoirTests
{
    [Fact]
    public void ASampleGrowsToItsLimitWithoutARandomNumber()
    {
        var reservoir = new Reservoir();
        var random = new FixedPlaces();

        Assert.Equal(0, reservoir.Next(0, limit: 2, random));
        Assert.Equal(1, reservoir.Next(1, limit: 2, random));
        Assert.Empty(random.Counts);
    }

    [Fact]
    public void PlacesAreDrawnAmongAllElementsSeen()
    {
        var reservoir = new Reservoir();
        var random = new FixedPlaces();
        reservoir.Begin(5);

        Assert.Equal(0, reservoir.Next(2, limit: 2, random));
        Assert.Equal(0, reservoir.Next(2, limit: 2, random));
        Assert.Equal([6, 7], random.Counts);
        Assert.Equal(7, reservoir.SeenCount);
    }

    [Fact]
    public void AFadedSampleStandsForItselfOnly()
    {
        var reservoir = new Reservoir();
        reservoir.Begin(100);

        reservoir.Fade(10);
        reservoir.Fade(20);

        Assert.Equal(10, reservoir.SeenCount);
    }

    [Fact]
    public void EachElementIsAsLikelyInTheSampleAsAnyOther()
    {
        const int Limit = 10, Length = 100, Rounds = 2_000;
        var random = new XorShift64();
        var hits = new int[Length];
        for (var round = 0; round < Rounds; round++)
        {
            var reservoir = new Reservoir();
            var kept = new List<int>();
            for (var element = 0; element < Length; element++)
            {
                var place = reservoir.Next(kept.Count, Limit, random);
                if (place < Limit && place == kept.Count)
                {
                    kept.Add(element);
                }
                else if (place < Limit)
                {
                    kept[(int)place] = element;
                }
            }

            kept.ForEach(element => hits[element]++);
        }

        // 200 expected, with a standard deviation of 13.4.
        Assert.All(hits, count => Assert.InRange(count, 140, 260));
    }

    private sealed class FixedPlaces : IPlaceSource
    {
        public List<long> Counts { get; } = [];

        public long NextPlace(long count)
        {
            Counts.Add(count);
            return 0;
        }
    }
}
