namespace LogGuard.EvaluationRuns.Calibration.Checks;

/// <summary>How often each template occurs in a session, in order of the keys. Equal by its counts.</summary>
internal readonly struct CountVector : IEquatable<CountVector>
{
    private readonly int _hash;

    private CountVector((int Key, int Count)[] counts)
    {
        Counts = counts;
        var hash = new HashCode();
        foreach (var count in counts)
        {
            hash.Add(count);
        }

        _hash = hash.ToHashCode();
    }

    public (int Key, int Count)[] Counts { get; }

    public static CountVector Of(int[] keys) => new([.. keys.CountBy(key => key).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value))]);

    public bool Equals(CountVector other) => Counts.AsSpan().SequenceEqual(other.Counts);

    public override bool Equals(object? obj) => obj is CountVector other && Equals(other);

    public override int GetHashCode() => _hash;
}
