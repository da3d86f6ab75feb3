using LogGuard.Detection;
using LogGuard.Detectors.Labelled;

namespace LogGuard.Detectors.Semi;

/// <summary>
/// Probabilities as labels of sessions that have none (LogMS, sections 3.3.1 and 3.3.2): sessions are clustered; those in a cluster with a
/// session that is known to be normal are preliminarily normal, the others, also those in none, anomalous; and the further outside its cluster
/// a session lies the nearer is the probability to one half. A session that is equal to a known one needs no cluster.
/// </summary>
internal static class PseudoLabels
{
    // n² distances: some seconds.
    private const int SessionLimit = 8_000;

    /// <summary>The labelled and the pseudo-labelled sessions.</summary>
    /// <returns>Null if no session is known to be normal, or hardly any has no label; the reason has been told.</returns>
    public static LabelledRows? Of(LogModelData data, SessionVectors vectors, PleGruOptions options)
    {
        var known = data.Labelled.Where(session => session.IsAnomalous == false).Select(session => session.Keys).ToArray();
        var anomalous = data.Labelled.Where(session => session.IsAnomalous == true).Select(session => session.Keys).ToArray();
        var open = data.Sessions.Where(session => session.IsWhole).Select(session => session.Keys).ToArray();
        if (known.Length < LabelledRows.FewestOfALabel || open.Length + anomalous.Length < LabelledRows.FewestOfALabel)
        {
            data.Tell(
                $"it learns from sessions that are known to be normal and from others, and {known.Length:N0} are labelled normal and {open.Length + anomalous.Length:N0} are others; {LabelledRows.FewestOfALabel} of each are needed.");
            return null;
        }

        var random = new Random(data.Seed);
        Draw(ref known, random);
        Draw(ref open, random);
        ReadOnlyMemory<int>[] all = [.. known, .. open];
        var weights = WeightsOf(all);
        var limit = Math.Max(2, all.Length / 20);
        var clusters = Hdbscan.Cluster(
            Array.ConvertAll(all, keys => VectorOf(keys.Span, vectors, weights)), Math.Min(options.MinClusterSize, limit), Math.Min(options.MinSamples, limit), data.Cancellation);
        var normal = clusters.Clusters[..known.Length].Where(cluster => cluster != Hdbscan.Noise).ToHashSet();
        var rows = new List<(ReadOnlyMemory<int> Keys, double Anomalous)>();
        var certain = new HashSet<ReadOnlyMemory<int>>(known, KeysComparer.Instance);
        rows.AddRange(known.Select(keys => (keys, 0.0)));
        rows.AddRange(anomalous.Select(keys => (keys, 1.0)));
        for (var i = known.Length; i < all.Length; i++)
        {
            var half = clusters.OutlierScores[i] / 2;
            rows.Add((all[i], certain.Contains(all[i]) ? 0 : normal.Contains(clusters.Clusters[i]) ? half : 1 - half));
        }

        data.Tell(
            $"{open.Length:N0} sessions without a label are in {clusters.Clusters.Max() + 1:N0} clusters; {rows.Skip(known.Length + anomalous.Length).Count(row => row.Anomalous > 0.5):N0} of them are taken for anomalous.");
        return LabelledRows.Of(rows, data.Seed);
    }

    private static void Draw(ref ReadOnlyMemory<int>[] sessions, Random random)
    {
        if (sessions.Length > SessionLimit / 2)
        {
            random.Shuffle(sessions);
            sessions = sessions[..(SessionLimit / 2)];
        }
    }

    // The inverse document frequency of each key: without it, the templates that every session has many times decide.
    private static Dictionary<int, float> WeightsOf(ReadOnlyMemory<int>[] sessions) => sessions.SelectMany(keys => keys.ToArray().Distinct()).CountBy(key => key)
        .ToDictionary(pair => pair.Key, pair => (float)InverseDocumentFrequency.Of(sessions.Length, pair.Value));

    // The weighted sum of the vectors of its templates, so that both meaning and number count.
    private static float[] VectorOf(ReadOnlySpan<int> keys, SessionVectors vectors, Dictionary<int, float> weights)
    {
        var sum = new float[vectors.Size];
        foreach (var key in keys)
        {
            var vector = vectors[key];
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += weights[key] * vector[i];
            }
        }

        return sum;
    }
}
