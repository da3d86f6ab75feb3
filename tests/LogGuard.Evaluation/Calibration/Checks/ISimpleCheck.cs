namespace LogGuard.EvaluationRuns.Calibration.Checks;

/// <summary>A question of a few lines, for comparison.</summary>
internal interface ISimpleCheck
{
    /// <summary>What it is called in the tables.</summary>
    string Name { get; }

    /// <summary>Learns normal sessions, and chooses its threshold on them if it has one.</summary>
    void Learn(IReadOnlyList<CalibrationCase> sessions);

    /// <summary>Judges a session.</summary>
    bool IsReported(int[] keys);
}
