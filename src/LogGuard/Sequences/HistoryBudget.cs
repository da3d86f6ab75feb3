namespace LogGuard.Sequences;

/// <summary>Limits the total memory of the histories of all open sessions. Only the reader touches it.</summary>
/// <param name="limit">Number of steps.</param>
internal sealed class HistoryBudget(int limit = HistoryBudget.DefaultLimit)
{
    /// <summary>32 MB of steps: 40 for each of 100,000 open sessions, twice the length of HDFS's.</summary>
    public const int DefaultLimit = 4_000_000;

    /// <summary>Number of steps that are still available.</summary>
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
