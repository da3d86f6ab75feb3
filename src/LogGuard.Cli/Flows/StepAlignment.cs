namespace LogGuard.Cli.Flows;

/// <summary>Aligns two orders of the same steps.</summary>
internal static class StepAlignment
{
    /// <summary>The longest sequence of steps that both have in this order.</summary>
    public static IEnumerable<string> LongestCommon(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        var lengths = new int[first.Count + 1, second.Count + 1];
        for (var i = first.Count - 1; i >= 0; i--)
        {
            for (var j = second.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = first[i] == second[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < first.Count && j < second.Count;)
        {
            if (first[i] == second[j])
            {
                yield return first[i];
                i++;
                j++;
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }
}
