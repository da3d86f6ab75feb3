using LogGuard.Detection;
using LogGuard.Detectors.Labelled;

namespace LogGuard.Detectors.Semi;

/// <summary>
/// Probabilities as labels of sessions that have none (LogMS, sections 3.3.1 and 3.3.2): sessions are clustered; those in a cluster with a
/// session that is known to be normal are preliminarily normal, the others anomalous, and the less firmly a session belongs to its cluster the
/// nearer is the probability to one half.
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
        var limit = Math.Max(2, all.Length / 20);
        var clusters = Hdbscan.Cluster(
            Array.ConvertAll(all, keys => VectorOf(keys.Span, vectors)), Math.Min(options.MinClusterSize, limit), Math.Min(options.MinSamples, limit), data.Cancellation);
        var normal = clusters.Clusters[..known.Length].Where(cluster => cluster != Hdbscan.Noise).ToHashSet();
        var rows = new List<(ReadOnlyMemory<int> Keys, double Anomalous)>();
        rows.AddRange(known.Select(keys => (keys, 0.0)));
        rows.AddRange(anomalous.Select(keys => (keys, 1.0)));
        for (var i = known.Length; i < all.Length; i++)
        {
            var half = (1 - clusters.Strengths[i]) / 2;
            rows.Add((all[i], normal.Contains(clusters.Clusters[i]) ? half : 1 - half));
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

    // The sum of the vectors of its templates, so that both meaning and number count.
    private static float[] VectorOf(ReadOnlySpan<int> keys, SessionVectors vectors)
    {
        var sum = new float[vectors.Size];
        foreach (var key in keys)
        {
            var vector = vectors[key];
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += vector[i];
            }
        }

        return sum;
    }
}
