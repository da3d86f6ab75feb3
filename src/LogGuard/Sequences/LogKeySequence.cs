namespace LogGuard.Sequences;

/// <summary>The log keys of one session, or of a part of a very long one, in order of time.</summary>
/// <param name="Keys">The keys, oldest first.</param>
/// <param name="HasStart">Whether the first key is the session's first.</param>
/// <param name="HasEnd">Whether the last key is the session's last.</param>
internal sealed record LogKeySequence(int[] Keys, bool HasStart = true, bool HasEnd = true) : IEquatable<LogKeySequence>
{
    /// <summary>Whether this is a whole session. The key counts of a part have no meaning.</summary>
    public bool IsWhole => HasStart && HasEnd;

    /// <summary>The same sequence with other keys.</summary>
    /// <param name="keyOf">Returns the other key.</param>
    public LogKeySequence WithKeys(Func<int, int> keyOf) => this with { Keys = Array.ConvertAll(Keys, new Converter<int, int>(keyOf)) };

    public bool Equals(LogKeySequence? other) =>
        other is not null && HasStart == other.HasStart && HasEnd == other.HasEnd && Keys.AsSpan().SequenceEqual(other.Keys);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(HasStart);
        hash.Add(HasEnd);
        foreach (var key in Keys)
        {
            hash.Add(key);
        }

        return hash.ToHashCode();
    }
}
