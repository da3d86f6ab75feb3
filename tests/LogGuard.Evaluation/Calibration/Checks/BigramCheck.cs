namespace LogGuard.EvaluationRuns.Calibration.Checks;

/// <summary>Reports a session in which one template follows another as in no learnt session; beginning and end count as templates.</summary>
internal sealed class BigramCheck : ISimpleCheck
{
    private const int Boundary = -1;

    private readonly HashSet<(int, int)> _known = [];

    public string Name => "2-gram known";

    public void Learn(IReadOnlyList<CalibrationCase> sessions) => _known.UnionWith(sessions.SelectMany(session => Steps(session.Keys)));

    public bool IsReported(int[] keys) => !Steps(keys).All(_known.Contains);

    private static IEnumerable<(int, int)> Steps(int[] keys) => keys.Prepend(Boundary).Zip(keys.Append(Boundary));
}
