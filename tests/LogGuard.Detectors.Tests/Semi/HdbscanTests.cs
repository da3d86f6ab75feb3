using LogGuard.Detectors.Semi;

namespace LogGuard.Detectors.Tests.Semi;

public class HdbscanTests
{
    [Fact]
    public void TwoGroupsAreTwoClustersAndWhatIsFarFromBothIsNoise()
    {
        var random = new Random(5);
        float[][] points = [.. Around(0, 0, 60), .. Around(10, 10, 40), [60, -50]];

        var found = Hdbscan.Cluster(points, minClusterSize: 15, minSamples: 5, CancellationToken.None);

        Assert.Single(found.Clusters[..60].Distinct());
        Assert.Single(found.Clusters[60..100].Distinct());
        Assert.NotEqual(found.Clusters[0], found.Clusters[60]);
        Assert.Equal(Hdbscan.Noise, found.Clusters[^1]);
        Assert.Equal(0, found.Strengths[^1]);
        Assert.All(found.Strengths, strength => Assert.InRange(strength, 0, 1));
        Assert.Equal(1, found.Strengths[..60].Max());
        Assert.All(found.OutlierScores, score => Assert.InRange(score, 0, 1));
        Assert.True(found.OutlierScores[^1] > found.OutlierScores[..100].Max());

        IEnumerable<float[]> Around(float x, float y, int count) => Enumerable.Range(0, count).Select(_ => new[] { x + random.NextSingle(), y + random.NextSingle() });
    }

    [Fact]
    public void EqualPointsAreOneClusterEach()
    {
        float[][] points = [.. Enumerable.Repeat(new[] { 0f, 0f, 1f }, 30), .. Enumerable.Repeat(new[] { 5f, 0f, 1f }, 30)];

        var found = Hdbscan.Cluster(points, minClusterSize: 10, minSamples: 10, CancellationToken.None);

        Assert.Equal([0, 1], found.Clusters.Distinct().Order());
        Assert.All(found.Strengths, strength => Assert.Equal(1, strength));
    }

    // scikit-learn-contrib's hdbscan documents: a single group has no cluster, since the root is never one.
    [Fact]
    public void OneGroupAloneIsNoCluster()
    {
        var random = new Random(6);
        float[][] points = [.. Enumerable.Range(0, 50).Select(_ => new[] { random.NextSingle() })];

        var found = Hdbscan.Cluster(points, minClusterSize: 40, minSamples: 5, CancellationToken.None);

        Assert.All(found.Clusters, cluster => Assert.Equal(Hdbscan.Noise, cluster));
    }
}
