using LogGuard.Neural;

namespace LogGuard.Tests.Detection.Questions;

/// <summary>
/// Isolation forest (Liu, Ting and Zhou, ICDM 2008): a vector that random cuts isolate after few cuts is unusual. The score is
/// 2^(−E[h(x)] / c(n)), with h the depth at which x is isolated and c(n) the mean depth in a tree of n vectors.
/// </summary>
/// <param name="Trees">The trees, each as its nodes; node 0 is the root.</param>
/// <param name="SampleSize">Vectors that each tree was built from.</param>
internal sealed record IsolationForest(IsolationNode[][] Trees, int SampleSize)
{
    private const int TreeCount = 100;
    private const int LargestSample = 256;
    private const double EulerGamma = 0.5772156649;

    /// <summary>Builds a forest.</summary>
    public static IsolationForest Build(IReadOnlyList<int[]> vectors, int seed)
    {
        var random = new SeededRandom(seed);
        var size = Math.Min(LargestSample, vectors.Count);
        var depth = (int)Math.Ceiling(Math.Log2(Math.Max(2, size)));
        var trees = new IsolationNode[TreeCount][];
        for (var i = 0; i < TreeCount; i++)
        {
            var nodes = new List<IsolationNode>();
            Grow(nodes, [.. Enumerable.Range(0, size).Select(_ => vectors[Next(random, vectors.Count)])], depth, random);
            trees[i] = [.. nodes];
        }

        return new IsolationForest(trees, size);
    }

    /// <summary>How unusual a vector is, 0..1.</summary>
    public double Score(int[] vector) => Math.Pow(2, -Trees.Average(tree => Depth(tree, vector)) / Math.Max(MeanDepth(SampleSize), 1e-9));

    private static int Grow(List<IsolationNode> nodes, List<int[]> vectors, int depth, SeededRandom random)
    {
        var number = nodes.Count;
        nodes.Add(new IsolationNode(-1, 0, -1, -1, vectors.Count));
        var features = Enumerable.Range(0, vectors[0].Length).Where(i => vectors.Any(vector => vector[i] != vectors[0][i])).ToArray();
        if (depth == 0 || features.Length == 0)
        {
            return number;
        }

        var feature = features[Next(random, features.Length)];
        var (least, most) = (vectors.Min(vector => vector[feature]), vectors.Max(vector => vector[feature]));
        var cut = least + ((most - least) * (0.001 + (0.998 * random.NextUniform())));
        var left = Grow(nodes, vectors.FindAll(vector => vector[feature] < cut), depth - 1, random);
        var right = Grow(nodes, vectors.FindAll(vector => vector[feature] >= cut), depth - 1, random);
        nodes[number] = new IsolationNode(feature, cut, left, right, vectors.Count);
        return number;
    }

    private static double Depth(IsolationNode[] tree, int[] vector)
    {
        var (node, depth) = (tree[0], 0);
        for (; node.Feature >= 0; depth++)
        {
            node = tree[vector[node.Feature] < node.Cut ? node.Left : node.Right];
        }

        return depth + MeanDepth(node.Count);
    }

    private static double MeanDepth(int count) => count <= 1 ? 0 : (2 * (Math.Log(count - 1) + EulerGamma)) - (2.0 * (count - 1) / count);

    private static int Next(SeededRandom random, int count) => (int)(random.NextUniform() * count);
}

/// <summary>A cut, or a leaf where the feature is negative.</summary>
internal readonly record struct IsolationNode(int Feature, double Cut, int Left, int Right, int Count);
