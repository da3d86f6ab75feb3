using LogGuard.Detection;
using LogGuard.Detectors.Counts;

namespace LogGuard.Detectors;

/// <summary>
/// Mines invariants of counts (Lou et al., USENIX ATC 2010), the smallest first: an invariant that a smaller one implies is not looked at.
/// Judges the ends of sessions.
/// </summary>
public sealed class InvariantTrainer : ILogModelTrainer
{
    private const int FewestSessions = 10;

    // The number of candidates grows with the square of the keys for pairs, and with the cube for three: 0.1 and 1.3 million.
    private const int PairedKeys = 256;
    private const int TripledKeys = 48;

    private readonly InvariantOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public InvariantTrainer(InvariantOptions? options = null)
    {
        _options = options ?? new InvariantOptions();
        OptionFaults.ThrowIfAny(_options.Check());
    }

    /// <inheritdoc/>
    public string Name => "Invariants";

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var space = CountSpace.Of(data.Sessions);
        var vectors = space.VectorsOf(data.Sessions);
        vectors = [.. vectors.OrderByDescending(vector => vector.Weight)];
        var n = vectors.Sum(vector => (double)vector.Weight);
        if (n < FewestSessions)
        {
            data.Tell($"{n:0} whole sessions are too few for invariants, {FewestSessions} are needed.");
            return null;
        }

        // The most frequent first, so that the bounds leave out the rarest.
        int[] order = [.. Enumerable.Range(0, space.Keys.Count).OrderByDescending(place => vectors.Where(vector => vector.Counts[place] > 0).Sum(vector => (double)vector.Weight)).ThenBy(place => place)];
        var found = new List<Invariant>();
        for (var size = 1; size <= _options.MostKeys; size++)
        {
            int[] places = [.. order.Take(size == 1 ? order.Length : size == 2 ? PairedKeys : TripledKeys).Order()];
            foreach (var combination in Combinations(places, size))
            {
                data.Cancellation.ThrowIfCancellationRequested();
                if (found.Exists(known => Array.TrueForAll(known.Places, place => Array.IndexOf(combination, place) >= 0)))
                {
                    continue;
                }

                foreach (var coefficients in CoefficientsOf(size, _options.LargestCoefficient))
                {
                    if (TryFit(combination, coefficients, vectors, n) is { } invariant)
                    {
                        found.Add(invariant);
                        break;
                    }
                }
            }
        }

        data.Tell($"{found.Count:N0} invariants were found.");
        return new InvariantModel(space, new InvariantState([.. space.Keys], [.. found.OrderByDescending(invariant => invariant.Support)]));
    }

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = reader.ReadState(DetectorsJson.Default.InvariantState);
        if (!SavedKeys.AreSound(state.Keys) || !Array.TrueForAll(state.Invariants, invariant =>
            invariant is { Places.Length: > 0 } && invariant.Coefficients.Length == invariant.Places.Length
            && Array.TrueForAll(invariant.Places, place => (uint)place < (uint)state.Keys.Length)))
        {
            throw new InvalidDataException("an invariant has the wrong sizes");
        }

        return new InvariantModel(new CountSpace(state.Keys), state);
    }

    // The constant that most sessions agree on.
    private Invariant? TryFit(int[] places, int[] coefficients, IReadOnlyList<(int[] Counts, int Weight)> vectors, double n)
    {
        var candidate = new Invariant(places, coefficients, 0, 0);
        var sums = new Dictionary<long, double>();
        var (seen, most) = (0.0, 0.0);
        foreach (var (counts, weight) in vectors)
        {
            var sum = candidate.SumOf(counts);
            most = Math.Max(most, sums[sum] = sums.GetValueOrDefault(sum) + weight);
            seen += weight;
            if (seen - most > (1 - _options.Support) * n)
            {
                // Nearly all candidates end here, among the first few vectors.
                return null;
            }
        }

        var (constant, support) = sums.MaxBy(pair => pair.Value);
        return constant is >= int.MinValue and <= int.MaxValue ? candidate with { Constant = (int)constant, Support = support / n } : null;
    }

    private static IEnumerable<int[]> Combinations(int[] places, int size)
    {
        var chosen = new int[size];
        return From(0, 0);

        IEnumerable<int[]> From(int start, int depth)
        {
            if (depth == size)
            {
                yield return [.. chosen];
                yield break;
            }

            for (var i = start; i < places.Length; i++)
            {
                chosen[depth] = places[i];
                foreach (var combination in From(i + 1, depth + 1))
                {
                    yield return combination;
                }
            }
        }
    }

    // The first is above 0, and they have no common divisor: others say the same. Small ones first.
    private static IEnumerable<int[]> CoefficientsOf(int size, int largest)
    {
        if (size == 1)
        {
            return [[1]];
        }

        int[] values = [.. Enumerable.Range(-largest, (2 * largest) + 1).Where(value => value != 0)];
        IEnumerable<int[]> all = [[]];
        for (var i = 0; i < size; i++)
        {
            all = all.SelectMany(head => values.Select(value => (int[])[.. head, value]));
        }

        return all.Where(one => one[0] > 0 && one.Aggregate(0, (divisor, value) => Divisor(divisor, Math.Abs(value))) == 1)
            .OrderBy(one => one.Sum(Math.Abs)).ToArray();
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
