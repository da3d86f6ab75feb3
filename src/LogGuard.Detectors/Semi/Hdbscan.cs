using System.Numerics;

namespace LogGuard.Detectors.Semi;

/// <summary>
/// HDBSCAN (Campello et al., Density-Based Clustering Based on Hierarchical Density Estimates, 2013; McInnes et al., 2017): clusters of
/// any number and density, noise, and how firmly each point belongs to its cluster. Time and memory: n² · d, and n.
/// </summary>
internal sealed class Hdbscan
{
    /// <summary>The cluster of noise.</summary>
    public const int Noise = -1;

    private Hdbscan(int[] clusters, double[] strengths, double[] outlierScores) => (Clusters, Strengths, OutlierScores) = (clusters, strengths, outlierScores);

    /// <summary>The cluster of each point, 0 or more; <see cref="Noise"/> for those of none.</summary>
    public int[] Clusters { get; }

    /// <summary>How firmly each point belongs to its cluster, 0..1; 0 for noise.</summary>
    public double[] Strengths { get; }

    /// <summary>
    /// How far outside each point lies, 0..1, also of noise: 1 − λ of the point / greatest λ in the cluster that it leaves or below it (Campello et
    /// al., Hierarchical Density Estimates for Data Clustering, Visualization, and Outlier Detection, 2015: GLOSH).
    /// </summary>
    public double[] OutlierScores { get; }

    /// <summary>Clusters points by their Euclidean distance.</summary>
    /// <param name="points">The points, (n, d).</param>
    /// <param name="minClusterSize">Fewest points of a cluster, 2 or more.</param>
    /// <param name="minSamples">The neighbour, counted with the point itself, whose distance tells how dense it is around a point; 1 or more.</param>
    /// <param name="cancellation">Cancels the clustering.</param>
    public static Hdbscan Cluster(float[][] points, int minClusterSize, int minSamples, CancellationToken cancellation)
    {
        if (points.Length < 2)
        {
            return new Hdbscan(Array.ConvertAll(points, _ => Noise), new double[points.Length], new double[points.Length]);
        }

        var cores = CoresOf(points, Math.Min(minSamples, points.Length), cancellation);
        var tree = Merge(SpanningTree(points, cores, cancellation), points.Length);
        return Select(Condense(tree, points.Length, minClusterSize), points.Length);
    }

    private static double[] CoresOf(float[][] points, int minSamples, CancellationToken cancellation)
    {
        var cores = new double[points.Length];
        var distances = new double[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var j = 0; j < points.Length; j++)
            {
                distances[j] = Distance(points[i], points[j]);
            }

            Array.Sort(distances);
            cores[i] = distances[minSamples - 1];
        }

        return cores;
    }

    // Prim's algorithm over mutual reachability: max(core of a, core of b, distance).
    private static (int From, int To, double Distance)[] SpanningTree(float[][] points, double[] cores, CancellationToken cancellation)
    {
        var edges = new (int From, int To, double Distance)[points.Length - 1];
        var (nearest, distances, isIn) = (new int[points.Length], new double[points.Length], new bool[points.Length]);
        Array.Fill(distances, double.PositiveInfinity);
        var current = 0;
        for (var number = 0; number < edges.Length; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            isIn[current] = true;
            var next = -1;
            for (var j = 0; j < points.Length; j++)
            {
                if (isIn[j])
                {
                    continue;
                }

                if (Math.Max(Distance(points[current], points[j]), Math.Max(cores[current], cores[j])) is var distance && distance < distances[j])
                {
                    (distances[j], nearest[j]) = (distance, current);
                }

                next = next < 0 || distances[j] < distances[next] ? j : next;
            }

            edges[number] = (nearest[next], next, distances[next]);
            current = next;
        }

        Array.Sort(edges, (a, b) => a.Distance.CompareTo(b.Distance));
        return edges;
    }

    // The nodes above the points: n, n + 1, ..., each of two nodes below.
    private static (int Left, int Right, double Distance, int Size)[] Merge((int From, int To, double Distance)[] edges, int n)
    {
        var parents = Enumerable.Range(0, 2 * n).ToArray();
        var sizes = Enumerable.Repeat(1, 2 * n).ToArray();
        var nodes = new (int, int, double, int)[edges.Length];
        for (var i = 0; i < edges.Length; i++)
        {
            var (left, right) = (Root(edges[i].From), Root(edges[i].To));
            parents[left] = parents[right] = n + i;
            sizes[n + i] = sizes[left] + sizes[right];
            nodes[i] = (left, right, edges[i].Distance, sizes[n + i]);
        }

        return nodes;

        int Root(int node)
        {
            while (parents[node] != node)
            {
                node = parents[node] = parents[parents[node]];
            }

            return node;
        }
    }

    // From the root down: a split into two large enough parts makes two clusters, other points fall out at λ = 1 / distance.
    private static Tree Condense((int Left, int Right, double Distance, int Size)[] nodes, int n, int minClusterSize)
    {
        var tree = new Tree(n);
        var stack = new Stack<(int Node, int Cluster)>();
        stack.Push((n + nodes.Length - 1, tree.Add(-1, 0)));
        while (stack.TryPop(out var top))
        {
            var (left, right, distance, _) = nodes[top.Node - n];
            var lambda = distance > 0 ? 1 / distance : double.MaxValue;
            var (leftSize, rightSize) = (SizeOf(left), SizeOf(right));
            var isSplit = leftSize >= minClusterSize && rightSize >= minClusterSize;
            foreach (var (child, size) in ((int, int)[])[(left, leftSize), (right, rightSize)])
            {
                if (isSplit)
                {
                    Enter(child, tree.Add(top.Cluster, lambda));
                }
                else if (size >= minClusterSize)
                {
                    Enter(child, top.Cluster);
                }
                else
                {
                    Fall(child, top.Cluster, lambda);
                }
            }
        }

        return tree;

        int SizeOf(int node) => node < n ? 1 : nodes[node - n].Size;

        void Enter(int node, int cluster)
        {
            if (node < n)
            {
                tree.Leave(node, cluster, double.MaxValue);
            }
            else
            {
                stack.Push((node, cluster));
            }
        }

        void Fall(int node, int cluster, double lambda)
        {
            var below = new Stack<int>([node]);
            while (below.TryPop(out var one))
            {
                if (one < n)
                {
                    tree.Leave(one, cluster, lambda);
                }
                else
                {
                    below.Push(nodes[one - n].Left);
                    below.Push(nodes[one - n].Right);
                }
            }
        }
    }

    // The clusters with the greatest stability, Σ (λ of a point − λ of the cluster's birth), of which none contains another; never the root.
    private static Hdbscan Select(Tree tree, int n)
    {
        var count = tree.Births.Count;
        var stability = new double[count];
        for (var point = 0; point < n; point++)
        {
            // A point counts for the clusters that it leaves, up to the split.
            stability[tree.ClusterOf[point]] += Bounded(tree.LambdaOf[point]) - Bounded(tree.Births[tree.ClusterOf[point]]);
        }

        var sizes = new int[count];
        for (var point = 0; point < n; point++)
        {
            for (var cluster = tree.ClusterOf[point]; cluster >= 0; cluster = tree.Parents[cluster])
            {
                sizes[cluster]++;
            }
        }

        for (var child = 1; child < count; child++)
        {
            stability[tree.Parents[child]] += sizes[child] * (Bounded(tree.Births[child]) - Bounded(tree.Births[tree.Parents[child]]));
        }

        var isChosen = new bool[count];
        for (var cluster = count - 1; cluster > 0; cluster--)
        {
            var below = Enumerable.Range(cluster + 1, count - cluster - 1).Where(child => tree.Parents[child] == cluster).Sum(child => stability[child]);
            if (stability[cluster] >= below)
            {
                isChosen[cluster] = true;
            }
            else
            {
                stability[cluster] = below;
            }
        }

        // The topmost of the chosen ones.
        var names = new int[count];
        var next = 0;
        for (var cluster = 0; cluster < count; cluster++)
        {
            var above = cluster == 0 ? Noise : names[tree.Parents[cluster]];
            names[cluster] = above != Noise ? above : isChosen[cluster] ? next++ : Noise;
        }

        var clusters = Array.ConvertAll(tree.ClusterOf, cluster => names[cluster]);
        var most = new double[next];
        for (var point = 0; point < n; point++)
        {
            if (clusters[point] != Noise)
            {
                most[clusters[point]] = Math.Max(most[clusters[point]], Bounded(tree.LambdaOf[point]));
            }
        }

        // A cluster comes after the one above it.
        var deaths = new double[count];
        for (var point = 0; point < n; point++)
        {
            deaths[tree.ClusterOf[point]] = Math.Max(deaths[tree.ClusterOf[point]], Bounded(tree.LambdaOf[point]));
        }

        for (var cluster = count - 1; cluster > 0; cluster--)
        {
            deaths[tree.Parents[cluster]] = Math.Max(deaths[tree.Parents[cluster]], deaths[cluster]);
        }

        return new Hdbscan(
            clusters,
            [.. clusters.Select((cluster, point) => cluster == Noise ? 0 : most[cluster] == 0 ? 1 : Bounded(tree.LambdaOf[point]) / most[cluster])],
            [.. Enumerable.Range(0, n).Select(point => deaths[tree.ClusterOf[point]] is > 0 and var death ? 1 - (Bounded(tree.LambdaOf[point]) / death) : 0)]);
    }

    // Equal points have a distance of 0 and an infinite λ, which would leave nothing to compare.
    private static double Bounded(double lambda) => Math.Min(lambda, 1e6);

    private static double Distance(float[] a, float[] b)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i + Vector<float>.Count <= a.Length; i += Vector<float>.Count)
        {
            var difference = new Vector<float>(a, i) - new Vector<float>(b, i);
            sum += difference * difference;
        }

        double rest = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            rest += (a[i] - b[i]) * (double)(a[i] - b[i]);
        }

        return Math.Sqrt(rest);
    }

    private sealed class Tree(int n)
    {
        public List<int> Parents { get; } = [];

        public List<double> Births { get; } = [];

        public int[] ClusterOf { get; } = new int[n];

        public double[] LambdaOf { get; } = new double[n];

        public int Add(int parent, double birth)
        {
            Parents.Add(parent);
            Births.Add(birth);
            return Parents.Count - 1;
        }

        public void Leave(int point, int cluster, double lambda) => (ClusterOf[point], LambdaOf[point]) = (cluster, lambda);
    }
}
