namespace LogGuard.EvaluationRuns;

/// <summary>One question put to LogGuard on real data, with figures for an answer.</summary>
internal interface IEvaluation
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>Runs it.</summary>
    /// <param name="report">Takes the table and the figures.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task RunAsync(Report report, CancellationToken cancellation);
}
