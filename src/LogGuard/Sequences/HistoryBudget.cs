namespace LogGuard.Sequences;

/// <summary>What the histories of all open sessions may take together. Only touched by the reader.</summary>
/// <param name="limit">Number of steps.</param>
internal sealed class HistoryBudget(int limit = HistoryBudget.DefaultLimit)
{
    /// <summary>32 MB of steps: 40 for each of 100,000 open sessions, which is twice the length of HDFS's.</summary>
    public const int DefaultLimit = 4_000_000;

    /// <summary>Number of steps that may still be taken.</summary>
    public int Left { get; private set; } = limit;

    public bool TryTake(int steps)
    {
        if (steps > Left)
        {
            return false;
        }

        Left -= steps;
        return true;
    }

    public void Return(int steps) => Left += steps;
}
