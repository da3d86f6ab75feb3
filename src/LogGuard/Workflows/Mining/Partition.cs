namespace LogGuard.Workflows.Mining;

/// <summary>A union-find structure over the numbers 0 to n - 1.</summary>
internal sealed class Partition
{
    private readonly int[] _parent;

    public Partition(int count) => _parent = [.. Enumerable.Range(0, count)];

    public int Find(int number)
    {
        while (_parent[number] != number)
        {
            number = _parent[number] = _parent[_parent[number]];
        }

        return number;
    }

    /// <returns>Whether they were in different parts.</returns>
    public bool Join(int left, int right)
    {
        var (first, second) = (Find(left), Find(right));
        _parent[Math.Max(first, second)] = Math.Min(first, second);
        return first != second;
    }

    /// <summary>The parts in order of their smallest numbers.</summary>
    public List<int[]> ToParts() =>
        [.. Enumerable.Range(0, _parent.Length).GroupBy(Find).OrderBy(part => part.Key).Select(part => part.ToArray())];
}
