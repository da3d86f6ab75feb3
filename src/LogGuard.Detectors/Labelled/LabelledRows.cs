using LogGuard.Detection;

namespace LogGuard.Detectors.Labelled;

/// <summary>Distinct labelled sessions with the number of times that each occurred. A session that has both labels is two rows.</summary>
internal sealed class LabelledRows
{
    /// <summary>Fewest sessions of each label. With fewer, a network learns them by heart.</summary>
    internal const int FewestOfALabel = 10;

    // Two of them are held out.
    private const int FewestToSpare = 20;

    private LabelledRows(List<LabelledRow> rows) => Rows = rows;

    /// <summary>The rows, in a seeded order.</summary>
    public IReadOnlyList<LabelledRow> Rows { get; }

    /// <summary>
    /// Takes the labelled sessions. Collected sessions without a label count as normal, unless as many normal ones were labelled: a few
    /// answers must not stand for all that is normal.
    /// </summary>
    /// <returns>Null if labels are missing; the reason has been told.</returns>
    public static LabelledRows? Of(LogModelData data)
    {
        var anomalous = data.Labelled.Where(session => session.IsAnomalous == true).ToArray();
        var normal = data.Labelled.Where(session => session.IsAnomalous == false).ToArray();
        var collected = data.Sessions.Where(session => session.IsWhole).ToArray();
        if (normal.Length < collected.Length)
        {
            normal = [.. normal, .. collected];
        }

        if (anomalous.Length < FewestOfALabel || normal.Length < FewestOfALabel)
        {
            data.Tell(
                $"it learns from labels, and {anomalous.Length:N0} anomalous and {normal.Length:N0} normal sessions are labelled; {FewestOfALabel} of each are needed. "
                + "Label sessions with TrainAsync, or answer with MarkAnomalous.");
            return null;
        }

        var isUneven = anomalous.Length * 20 < normal.Length || normal.Length * 20 < anomalous.Length;
        data.Tell($"learning from {anomalous.Length:N0} anomalous and {normal.Length:N0} normal sessions{(isUneven ? "; the rarer ones weigh more, so that both count" : "")}.");

        LabelledRow[] rows = [.. Distinct(normal, isAnomalous: false), .. Distinct(anomalous, isAnomalous: true)];
        new Random(data.Seed).Shuffle(rows);
        return new LabelledRows([.. rows]);
    }

    /// <summary>Takes sessions with the probability that each is anomalous.</summary>
    public static LabelledRows Of(IEnumerable<(ReadOnlyMemory<int> Keys, double Anomalous)> sessions, int seed)
    {
        var sums = new Dictionary<ReadOnlyMemory<int>, (double Anomalous, int Count)>(KeysComparer.Instance);
        foreach (var (keys, anomalous) in sessions)
        {
            var (sum, count) = sums.GetValueOrDefault(keys);
            sums[keys] = (sum + anomalous, count + 1);
        }

        LabelledRow[] rows =
        [
            .. sums.Select(pair => (pair.Key, Share: pair.Value.Anomalous / pair.Value.Count, pair.Value.Count))
                .Select(one => new LabelledRow(one.Key.ToArray(), one.Share > 0.5, one.Count) { Anomalous = (float)one.Share }),
        ];
        new Random(seed).Shuffle(rows);
        return new LabelledRows([.. rows]);
    }

    /// <summary>
    /// Divides the rows into those that are fitted and one in ten, of each label, that tells when to stop. A label with few distinct
    /// sessions has none to spare: what is held out of it is fitted as well.
    /// </summary>
    public (LabelledRow[] Fit, LabelledRow[] HeldOut) Divide()
    {
        var (fit, heldOut) = (new List<LabelledRow>(), new List<LabelledRow>());
        foreach (var label in Rows.GroupBy(row => row.IsAnomalous))
        {
            var (rows, isFew) = (label.ToArray(), label.Count() < FewestToSpare);
            heldOut.AddRange(isFew ? rows : rows[..(rows.Length / 10)]);
            fit.AddRange(isFew ? rows : rows[(rows.Length / 10)..]);
        }

        return ([.. fit], [.. heldOut]);
    }

    private static IEnumerable<LabelledRow> Distinct(IEnumerable<LogModelSession> sessions, bool isAnomalous) =>
        sessions.CountBy(session => session.Keys, KeysComparer.Instance).Select(pair => new LabelledRow(pair.Key.ToArray(), isAnomalous, pair.Value));
}

/// <summary>One distinct labelled session.</summary>
/// <param name="Keys">Its keys.</param>
/// <param name="IsAnomalous">The label.</param>
/// <param name="Count">How often it occurred.</param>
internal sealed record LabelledRow(int[] Keys, bool IsAnomalous, int Count)
{
    /// <summary>The probability that it is anomalous, 0..1. The default is that of the label.</summary>
    public float Anomalous { get; init; } = IsAnomalous ? 1 : 0;
}
