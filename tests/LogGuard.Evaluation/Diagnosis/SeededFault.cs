namespace LogGuard.EvaluationRuns.Diagnosis;

/// <summary>What is done to a normal session.</summary>
internal enum SeededFault
{
    None,
    Skip,
    Repeat,
    Swap,
    Delay,
    Foreign,
}
