namespace LogGuard.Testing.Templates;

/// <summary>
/// The evaluation stack of a method, with the texts that each value may be; null where that is not known. Code paths that meet join
/// their stacks.
/// </summary>
internal sealed class TextStack
{
    private readonly Dictionary<int, string[]?[]> _atTargets = [];
    private List<string[]?> _values = [];

    public void Push(string[]? texts) => _values.Add(texts);

    /// <summary>Takes the top value; null if the stack is empty, as at the beginning of an exception handler.</summary>
    public string[]? Pop()
    {
        if (_values.Count == 0)
        {
            return null;
        }

        var top = _values[^1];
        _values.RemoveAt(_values.Count - 1);
        return top;
    }

    public void Clear() => _values.Clear();

    /// <summary>Notes that the code goes on at an offset with the present stack.</summary>
    public void Branch(int target) =>
        _atTargets[target] = _atTargets.TryGetValue(target, out var other) ? Join(other, _values) : [.. _values];

    /// <summary>Comes to an offset.</summary>
    /// <param name="offset">The offset of the next instruction.</param>
    /// <param name="isReached">Whether the instruction before it goes on here.</param>
    public void Arrive(int offset, bool isReached)
    {
        var known = _atTargets.GetValueOrDefault(offset);
        if (!isReached)
        {
            _values = [.. known ?? []];
        }
        else if (known is not null)
        {
            _values = [.. Join(known, _values)];
        }
    }

    public static string[]? Join(string[]? one, string[]? other) => one is null ? other : other is null ? one : [.. one.Union(other)];

    private static string[]?[] Join(string[]?[] one, List<string[]?> other) =>
        one.Length == other.Count ? [.. one.Zip(other, Join)] : one;
}
