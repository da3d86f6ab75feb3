namespace LogGuard.EvaluationRuns.Calibration.Checks;

/// <summary>Reports a session whose templates do not occur exactly as often as in some learnt session.</summary>
internal sealed class CountVectorCheck : ISimpleCheck
{
    private readonly HashSet<CountVector> _known = [];

    public string Name => "count vector known";

    public void Learn(IReadOnlyList<CalibrationCase> sessions) => _known.UnionWith(sessions.Select(session => CountVector.Of(session.Keys)));

    public bool IsReported(int[] keys) => !_known.Contains(CountVector.Of(keys));
}
