namespace LogGuard.TorchSharp.Tests;

public class WeightVectorTests
{
    [Fact]
    public void WeightsOfABlockHaveItsOrderAndBlocksFollowEachOther()
    {
        // cuDNN keeps all matrices of a module first, then its biases.
        var vector = new WeightVector([[new(0, 0, 6), new(1, 10, 2), new(2, 6, 4)], [new(3, 0, 5)]]);

        Assert.Equal(17, vector.Length);
        Assert.Equal([0, 10, 6, 12], Enumerable.Range(0, 4).Select(vector.PlaceOf));
        Assert.Equal([(0, 12), (12, 5)], vector.Blocks);
        Assert.Equal([new(0, 6), new(2, 4), new(1, 2), new(3, 5)], vector.Parts);
    }

    [Fact]
    public void GapsBeforeAndBetweenWeightsStayInTheVector()
    {
        var vector = new WeightVector([[new(1, 0, 3)], [new(0, 2, 4), new(2, 8, 1)]]);

        Assert.Equal(12, vector.Length);
        Assert.Equal([5, 0, 11], Enumerable.Range(0, 3).Select(vector.PlaceOf));
        Assert.Equal([(0, 3), (3, 9)], vector.Blocks);
        Assert.Equal([new(1, 3), new(null, 2), new(0, 4), new(null, 2), new(2, 1)], vector.Parts);
    }

    [Fact]
    public void WeightsThatOverlapAreRefused() =>
        Assert.Throws<ArgumentException>(() => new WeightVector([[new(0, 0, 4), new(1, 3, 4)]]));
}
