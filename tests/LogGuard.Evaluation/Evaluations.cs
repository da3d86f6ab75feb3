using LogGuard.EvaluationRuns.Diagnosis;

namespace LogGuard.EvaluationRuns;

/// <summary>All evaluations; a new one is added here.</summary>
internal static class Evaluations
{
    public static readonly IReadOnlyList<IEvaluation> All =
    [
        new HdfsRawEvaluation(), new OpenStackRawEvaluation(), new ValuesEvaluation(), new DelaysEvaluation(), new SeparationEvaluation(),
        new WorkflowsEvaluation(), new DiagnosisEvaluation(), new HdfsOperatorEvaluation(), new BglEvaluation(),
        new RenamesEvaluation(new RenamesSettings()),
    ];

    public static Task<int> RunAsync(string name, CancellationToken cancellation) =>
        RunAsync(All.Where(evaluation => name == "all" || evaluation.Name == name), cancellation);

    public static async Task<int> RunAsync(IEnumerable<IEvaluation> evaluations, CancellationToken cancellation)
    {
        var missing = 0;
        foreach (var evaluation in evaluations)
        {
            var report = new Report(evaluation.Name);
            try
            {
                await evaluation.RunAsync(report, cancellation);
                report.Print();
            }
            catch (FileNotFoundException exception)
            {
                // Logs whose licence keeps them out of this repository.
                Console.WriteLine($"result name={evaluation.Name} skipped=1");
                Console.Error.WriteLine($"{evaluation.Name}: {exception.Message}");
                missing++;
            }
        }

        return missing == 0 ? 0 : 2;
    }
}
