namespace LogGuard.Workflows.Separation;

/// <summary>
/// How often keys appear near each other, for each distance up to a largest one (Du et al., DeepLog, section 4.3.1, table 2).
/// Keys are numbered densely, in ascending order.
/// </summary>
/// <remarks>
/// The paper's p_d(i, j) = f_d(i, j) / (d · f(i)) sums to 1 over j: a key that is always exactly two places ahead has
/// p_2 = 1/2 and passes no threshold above that. The procedure therefore compares with τ the share of one key's occurrences
/// that have the other key within the distance. The paper extends tasks at head and tail, so the matrix counts in both directions.
/// </remarks>
internal sealed class CooccurrenceMatrix
{
    private readonly double[,,] _ahead;
    private readonly double[,,] _back;

    /// <param name="streams">Keys in order of time; nothing is counted across the end of one.</param>
    /// <param name="maxDistance">The largest distance.</param>
    public CooccurrenceMatrix(IReadOnlyList<int[]> streams, int maxDistance)
    {
        MaxDistance = maxDistance;
        Keys = [.. streams.SelectMany(stream => stream).Distinct().Order()];
        var count = Keys.Length;
        var numbers = Keys.Select((key, number) => (key, number)).ToDictionary(pair => pair.key, pair => pair.number);
        _ahead = new double[maxDistance + 1, count, count];
        _back = new double[maxDistance + 1, count, count];
        var frequency = new long[count];
        foreach (var stream in streams)
        {
            var row = Array.ConvertAll(stream, key => numbers[key]);
            for (var position = 0; position < row.Length; position++)
            {
                frequency[row[position]]++;
                Count(row, position, 1, _ahead);
                Count(row, position, -1, _back);
            }
        }

        for (var distance = 1; distance <= maxDistance; distance++)
        {
            for (var left = 0; left < count; left++)
            {
                for (var right = 0; right < count; right++)
                {
                    // A key within one distance is within the next.
                    _ahead[distance, left, right] = _ahead[distance - 1, left, right] + (_ahead[distance, left, right] / frequency[left]);
                    _back[distance, left, right] = _back[distance - 1, left, right] + (_back[distance, left, right] / frequency[left]);
                }
            }
        }
    }

    public int MaxDistance { get; }

    /// <summary>The keys by number.</summary>
    public int[] Keys { get; }

    /// <summary>The share of the left key's occurrences that have a right one among the next keys.</summary>
    public double Ahead(int distance, int left, int right) => _ahead[distance, left, right];

    /// <summary>The share of the left key's occurrences that have a right one among the keys before.</summary>
    public double Back(int distance, int left, int right) => _back[distance, left, right];

    // The nearest occurrence of each key counts once, at its distance.
    private void Count(int[] row, int position, int direction, double[,,] nearest)
    {
        for (var distance = 1; distance <= MaxDistance; distance++)
        {
            var other = position + (direction * distance);
            if ((uint)other >= (uint)row.Length)
            {
                return;
            }

            var isNearest = true;
            for (var between = 1; between < distance && isNearest; between++)
            {
                isNearest = row[position + (direction * between)] != row[other];
            }

            nearest[distance, row[position], row[other]] += isNearest ? 1 : 0;
        }
    }
}
