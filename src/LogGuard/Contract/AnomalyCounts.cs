using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LogGuard;

/// <summary>The number of anomalies of each kind. Compares by value.</summary>
internal sealed class AnomalyCounts(long[] counts) : IReadOnlyDictionary<AnomalyKind, long>, IEquatable<AnomalyCounts>
{
    /// <summary>Number of kinds.</summary>
    public static readonly int KindCount = Enum.GetValues<AnomalyKind>().Length;

    public IEnumerable<AnomalyKind> Keys => Enum.GetValues<AnomalyKind>();

    public IEnumerable<long> Values => counts;

    public int Count => KindCount;

    public long this[AnomalyKind key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"{key} is no kind of anomaly.");

    public bool ContainsKey(AnomalyKind key) => TryGetValue(key, out _);

    public bool TryGetValue(AnomalyKind key, [MaybeNullWhen(false)] out long value)
    {
        var isKind = (int)key >= 0 && (int)key < counts.Length;
        value = isKind ? counts[(int)key] : 0;
        return isKind;
    }

    public bool Equals(AnomalyCounts? other) => other is not null && Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as AnomalyCounts);

    public override int GetHashCode() => counts.Sum().GetHashCode();

    public override string ToString() => string.Join(", ", this.Select(entry => $"{entry.Key} {entry.Value}"));

    public IEnumerator<KeyValuePair<AnomalyKind, long>> GetEnumerator() => Keys.Select(kind => KeyValuePair.Create(kind, this[kind])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
