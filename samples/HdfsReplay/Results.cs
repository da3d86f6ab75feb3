using System.Globalization;
using LogGuard.Measures;
using Spectre.Console;

namespace HdfsReplay;

/// <summary>One line of the comparison.</summary>
/// <param name="Name">The detector.</param>
/// <param name="Counts">The confusion counts; null for a published result that only states a score.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
internal sealed record Result(string Name, ConfusionCounts? Counts, double F1)
{
    public Result(string name, ConfusionCounts counts)
        : this(name, counts, counts.F1)
    {
    }
}

/// <summary>Prints the comparison as a table, with the published results for this split of the log.</summary>
internal static class Results
{
    // Du et al., DeepLog (CCS 2017), table 4 and figure 6, and the re-implementations named in samples/data/README.md.
    // The paper judged 15,200 of the 16,838 anomalous sessions and trained other methods on the rest.
    private static readonly (string Name, string FalsePositives, string FalseNegatives, string F1)[] Published =
    [
        ("N-gram, N = 1 (DeepLog paper)", "1,360", "739", "0.93"),
        ("DeepLog (paper)", "833", "619", "0.96"),
        ("DeepLog (re-implementations)", "", "", "0.945"),
        ("LogMS (with labels)", "", "", "0.998"),
    ];

    public static void Print(IEnumerable<Result> results)
    {
        var table = new Table().Border(TableBorder.Ascii2);
        table.AddColumn("detector");
        foreach (var column in new[] { "FP", "FN", "precision", "recall", "F1" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var result in results)
        {
            var counts = result.Counts!.Value;
            table.AddRow(
                Markup.Escape(result.Name), Number(counts.FalsePositives), Number(counts.FalseNegatives),
                Share(counts.Precision), Share(counts.Recall), Share(counts.F1));
        }

        table.AddEmptyRow();
        foreach (var (name, falsePositives, falseNegatives, f1) in Published)
        {
            table.AddRow("published: " + Markup.Escape(name), falsePositives, falseNegatives, "", "", f1);
        }

        AnsiConsole.Write(table);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.0000", CultureInfo.InvariantCulture);
}
