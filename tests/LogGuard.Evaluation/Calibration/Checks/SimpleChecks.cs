using LogGuard.Measures;

namespace LogGuard.EvaluationRuns.Calibration.Checks;

/// <summary>All simple checks, on the split that LogGuard gets.</summary>
internal static class SimpleChecks
{
    /// <summary>What each check finds.</summary>
    public static IReadOnlyList<(string Name, ConfusionCounts Counts, HashSet<string> Reported)> Run(CalibrationSplit split)
    {
        ISimpleCheck[] checks = [new NewTemplateCheck(), new BigramCheck(), new CountVectorCheck(), new CountVectorDistanceCheck()];
        return [.. checks.Select(check => Run(check, split))];
    }

    private static (string, ConfusionCounts, HashSet<string>) Run(ISimpleCheck check, CalibrationSplit split)
    {
        check.Learn(split.Learnt);
        var counts = default(ConfusionCounts);
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in split.Judged.Where(one => one.Label != CaseLabel.Unscored))
        {
            var isReported = check.IsReported(one.Keys);
            counts = counts.Add(one.Label == CaseLabel.Anomalous, isReported, one.Weight);
            if (isReported)
            {
                reported.Add(one.Id);
            }
        }

        return (check.Name, counts, reported);
    }
}
