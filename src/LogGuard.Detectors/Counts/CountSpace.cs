using LogGuard.Detection;

namespace LogGuard.Detectors.Counts;

/// <summary>
/// The counts of keys in a session as a vector: one dimension for each learnt key, the most frequent ones if there are many, and one for
/// all other keys together. Equal sessions are one vector with a weight.
/// </summary>
internal sealed class CountSpace
{
    /// <summary>Most dimensions: models over counts take time with the square or the cube of their number.</summary>
    internal const int DimensionLimit = 512;

    private readonly Dictionary<int, int> _places = [];

    /// <param name="keys">The keys, one for each dimension but the last.</param>
    public CountSpace(IReadOnlyList<int> keys)
    {
        Keys = keys;
        for (var i = 0; i < keys.Count; i++)
        {
            _places.Add(keys[i], i);
        }
    }

    /// <summary>The keys of the dimensions. The last dimension, for all other keys, has none.</summary>
    public IReadOnlyList<int> Keys { get; }

    /// <summary>Number of dimensions.</summary>
    public int Size => Keys.Count + 1;

    /// <summary>Makes the space of some sessions: the keys that most of them have.</summary>
    public static CountSpace Of(IEnumerable<LogModelSession> sessions)
    {
        var counts = new Dictionary<int, int>();
        foreach (var session in sessions)
        {
            foreach (var key in session.Keys.ToArray().Distinct())
            {
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        return new CountSpace([.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(DimensionLimit - 1).Select(pair => pair.Key).Order()]);
    }

    /// <summary>The distinct vectors of whole sessions, each with the number of sessions that have it.</summary>
    public IReadOnlyList<(int[] Counts, int Weight)> VectorsOf(IEnumerable<LogModelSession> sessions)
    {
        // Equal sequences share their memory; sessions that only differ in their order share the vector.
        var bySequence = sessions.Where(session => session.IsWhole).CountBy(session => session.Keys);
        var vectors = new Dictionary<string, (int[] Counts, int Weight)>();
        foreach (var (keys, weight) in bySequence)
        {
            var counts = Of(keys.Span);
            var name = string.Join(',', counts);
            vectors[name] = (counts, vectors.GetValueOrDefault(name).Weight + weight);
        }

        return [.. vectors.Values];
    }

    /// <summary>The vector of a session that has ended.</summary>
    public int[] Of(in JudgedSession session)
    {
        var counts = new int[Size];
        var known = 0L;
        for (var i = 0; i < Keys.Count; i++)
        {
            known += counts[i] = session.CountOf(Keys[i]);
        }

        counts[^1] = (int)Math.Min(int.MaxValue, session.Length - known);
        return counts;
    }

    /// <summary>The vector of a sequence of keys.</summary>
    public int[] Of(ReadOnlySpan<int> keys)
    {
        var counts = new int[Size];
        foreach (var key in keys)
        {
            counts[_places.TryGetValue(key, out var place) ? place : Keys.Count]++;
        }

        return counts;
    }
}
