using System.Text.Json.Serialization;

namespace LogGuard.Cli.Models;

/// <summary>Reports compared with labels.</summary>
internal sealed record Confusion
{
    public long TruePositives { get; set; }

    public long FalsePositives { get; set; }

    public long FalseNegatives { get; set; }

    public long TrueNegatives { get; set; }

    public double Precision => Share(TruePositives, TruePositives + FalsePositives);

    public double Recall => Share(TruePositives, TruePositives + FalseNegatives);

    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    [JsonIgnore]
    public long Count => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    public void Add(bool isAnomalous, bool isReported)
    {
        TruePositives += isAnomalous && isReported ? 1 : 0;
        FalseNegatives += isAnomalous && !isReported ? 1 : 0;
        FalsePositives += !isAnomalous && isReported ? 1 : 0;
        TrueNegatives += !isAnomalous && !isReported ? 1 : 0;
    }

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : 0;
}
