namespace LogGuard.Detection.Questions;

/// <summary>The places of the keys in one recorded flow, in which a part that repeats comes twice.</summary>
internal sealed class FlowOrder
{
    private readonly Dictionary<int, (int First, int Last)> _places = [];

    public FlowOrder(IReadOnlyList<int> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            _places[keys[i]] = (_places.TryGetValue(keys[i], out var places) ? places.First : i, i);
        }

        InOrder = [.. _places.OrderBy(pair => pair.Value.First).Select(pair => pair.Key)];
    }

    /// <summary>The keys in the order of their first places.</summary>
    public IReadOnlyList<int> InOrder { get; }

    public bool Has(int key) => _places.ContainsKey(key);

    /// <summary>Whether a key comes before another one for the first time. Both may be missing.</summary>
    public bool ComesBefore(int key, int other) =>
        _places.TryGetValue(key, out var one) && _places.TryGetValue(other, out var two) && one.First < two.First;

    /// <summary>Whether the last occurrence of a key is before the first one of another.</summary>
    public bool IsOverBefore(int key, int other) =>
        _places.TryGetValue(key, out var one) && _places.TryGetValue(other, out var two) && one.Last < two.First;
}
