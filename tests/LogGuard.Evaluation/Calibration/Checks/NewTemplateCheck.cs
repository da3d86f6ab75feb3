namespace LogGuard.EvaluationRuns.Calibration.Checks;

/// <summary>Reports a session with a template that no learnt session has.</summary>
internal sealed class NewTemplateCheck : ISimpleCheck
{
    private readonly HashSet<int> _known = [];

    public string Name => "new template";

    public void Learn(IReadOnlyList<CalibrationCase> sessions) => _known.UnionWith(sessions.SelectMany(session => session.Keys));

    public bool IsReported(int[] keys) => !Array.TrueForAll(keys, _known.Contains);
}
