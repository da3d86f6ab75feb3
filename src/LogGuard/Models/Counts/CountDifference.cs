namespace LogGuard.Models.Counts;

/// <summary>
/// The differences of the counts of two keys, apart for sessions that have both, only the one or only the other: a line of three
/// sessions says nothing about the other line of a thousand.
/// </summary>
/// <param name="valueLimit">Number of different values from which on the difference is of no use.</param>
internal sealed class CountDifference(int valueLimit)
{
    /// <summary>Sessions with both keys.</summary>
    public CountTable Both { get; } = new(valueLimit);

    /// <summary>Sessions with the first key only.</summary>
    public CountTable FirstOnly { get; } = new(valueLimit);

    /// <summary>Sessions with the second key only.</summary>
    public CountTable SecondOnly { get; } = new(valueLimit);

    /// <summary>All sessions with any of the two.</summary>
    public CountTable All { get; } = new(valueLimit);

    /// <summary>Number of sessions with neither.</summary>
    public int Neither { get; private set; }

    /// <summary>Number of sessions that show how the two go together: those with both or, if there are none, those with the rarer one.</summary>
    public int Support => Both.Total > 0 ? Both.Total : Math.Min(FirstOnly.Total, SecondOnly.Total);

    /// <summary>Counts some sessions.</summary>
    public void Add(int first, int second, int sessions)
    {
        if (first == 0 && second == 0)
        {
            Neither += sessions;
            return;
        }

        var table = second == 0 ? FirstOnly : first == 0 ? SecondOnly : Both;
        table.Add(first - second, sessions);
        All.Add(first - second, sessions);
    }

    /// <summary>The estimated share of sessions with an unseen difference.</summary>
    /// <param name="sessionCount">Number of all sessions.</param>
    public double UnseenShare(int sessionCount)
    {
        var share = Neither == 0 ? CountEvidence.UnbrokenShare(sessionCount) : 0;
        foreach (var table in (ReadOnlySpan<CountTable>)[Both, FirstOnly, SecondOnly])
        {
            if (table.Total == 0)
            {
                // The one never came without, or with, the other.
                share += (double)Support / sessionCount * CountEvidence.UnbrokenShare(Support);
                continue;
            }

            var (tooFew, between, tooMany) = CountEvidence.UnseenShares(table.Values, table.Counts);
            share += (double)table.Total / sessionCount * (tooFew + between + tooMany);
        }

        return share;
    }
}
