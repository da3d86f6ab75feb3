namespace LogGuard.EvaluationRuns.Calibration.Checks;

/// <summary>
/// The distance of a session's counts to the nearest learnt ones, 0..1: Landauer et al., event count vector clustering. Sum of the
/// differences over sum of the larger counts, each weighted by the template's inverse document frequency.
/// </summary>
internal sealed class CountVectorDistance
{
    // A template that was never learnt weighs as much as in the paper's program.
    private const double UnknownWeight = 1;

    private readonly CountVector[] _known;
    private readonly Dictionary<int, double> _weights;

    public CountVectorDistance(IReadOnlyCollection<CountVector> learnt)
    {
        _known = [.. learnt.Distinct()];
        _weights = learnt.SelectMany(vector => vector.Counts.Select(count => count.Key)).CountBy(key => key)
            .ToDictionary(pair => pair.Key, pair => Math.Log10((1.0 + learnt.Count) / pair.Value));
    }

    public double Of(CountVector vector)
    {
        var own = Weighted(vector);
        return _known.Min(known => Between(own, known));
    }

    private (int Key, int Count, double Weight)[] Weighted(CountVector vector) => [.. vector.Counts.Select(count => (count.Key, count.Count, WeightOf(count.Key)))];

    private double WeightOf(int key) => _weights.GetValueOrDefault(key, UnknownWeight);

    private double Between((int Key, int Count, double Weight)[] own, CountVector known)
    {
        var (difference, larger, i, j) = (0.0, 0.0, 0, 0);
        var others = known.Counts;
        while (i < own.Length || j < others.Length)
        {
            var isOwn = i < own.Length && (j == others.Length || own[i].Key <= others[j].Key);
            var isOther = j < others.Length && (i == own.Length || others[j].Key <= own[i].Key);
            var weight = isOwn ? own[i].Weight : WeightOf(others[j].Key);
            var (a, b) = (isOwn ? own[i++].Count : 0, isOther ? others[j++].Count : 0);
            difference += weight * Math.Abs(a - b);
            larger += weight * Math.Max(a, b);
        }

        return larger == 0 ? 0 : difference / larger;
    }
}
