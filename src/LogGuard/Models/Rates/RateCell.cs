namespace LogGuard.Models.Rates;

/// <summary>The running counts of one series.</summary>
internal struct RateCell
{
    /// <summary>In the lines since the last block ended.</summary>
    public int Block;

    /// <summary>In the ended blocks of the long block, which slides by a quarter of its length.</summary>
    public int Long;

    /// <summary>Its quarters: the one under way, and the three before, the latest first.</summary>
    public (int Now, int First, int Second, int Third) Quarters;

    /// <summary>
    /// The largest count of the long blocks that are not learnt yet, and when it was reached. A storm may be under way, and its
    /// beginning is not usual.
    /// </summary>
    public (int Count, long Time) PendingLong;

    /// <summary>In the present second.</summary>
    public int Second;

    /// <summary>In the present minute.</summary>
    public int Minute;

    /// <summary>The count of the block above which it is looked at.</summary>
    public int Limit;

    /// <summary>The largest counts of a second and of a minute that ended since the block began, and when that minute began.</summary>
    public int SecondMost;

    /// <inheritdoc cref="SecondMost"/>
    public int MinuteMost;

    /// <inheritdoc cref="SecondMost"/>
    public long MinuteTime;

    /// <summary>
    /// The largest counts of the last block with the series. They are learnt once the next one is no storm: a slow storm would else
    /// be taken as usual before its share is noticed.
    /// </summary>
    public (int Second, int Minute, long Time) Pending;
}
