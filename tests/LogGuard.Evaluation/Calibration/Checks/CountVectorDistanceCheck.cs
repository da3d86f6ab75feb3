namespace LogGuard.EvaluationRuns.Calibration.Checks;

/// <summary>
/// Reports a session whose counts are far from all learnt ones. The threshold is the distance that one in a thousand of the learnt
/// sessions exceeds, the promise of LogGuard, each measured from the nine tenths that it is no part of.
/// </summary>
internal sealed class CountVectorDistanceCheck : ISimpleCheck
{
    private const int Folds = 10;
    private const double Target = 0.001;

    private readonly Dictionary<CountVector, double> _judged = [];
    private CountVectorDistance? _distance;
    private double _threshold;

    public string Name => "count-vector distance";

    public void Learn(IReadOnlyList<CalibrationCase> sessions)
    {
        CountVector[] vectors = [.. sessions.Select(session => CountVector.Of(session.Keys))];
        var heldOut = new List<double>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var others = new CountVectorDistance([.. vectors.Where((_, i) => i % Folds != fold)]);
            foreach (var same in vectors.Where((_, i) => i % Folds == fold).CountBy(vector => vector))
            {
                heldOut.AddRange(Enumerable.Repeat(others.Of(same.Key), same.Value));
            }
        }

        heldOut.Sort();
        _threshold = heldOut[^(1 + (int)(Target * heldOut.Count))];
        _distance = new CountVectorDistance(vectors);
    }

    public bool IsReported(int[] keys)
    {
        var vector = CountVector.Of(keys);
        if (!_judged.TryGetValue(vector, out var distance))
        {
            _judged.Add(vector, distance = _distance!.Of(vector));
        }

        return distance > _threshold;
    }
}
