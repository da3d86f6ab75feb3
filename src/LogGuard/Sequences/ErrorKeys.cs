using System.Runtime.CompilerServices;

namespace LogGuard.Sequences;

/// <summary>The different keys of a session's lines at level Error or above, in order of first occurrence. Most sessions have none.</summary>
internal struct ErrorKeys
{
    /// <summary>Most keys that are noted; a session with more errors is a fault by any of them.</summary>
    public const int Limit = 16;

    private List<int>? _keys;

    /// <summary>Whether no line was an error.</summary>
    public readonly bool IsEmpty => _keys is not { Count: > 0 };

    // NoInlining: keeps the hot method's stack frame small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(int key)
    {
        _keys ??= [];
        if (_keys.Count < Limit && !_keys.Contains(key))
        {
            _keys.Add(key);
        }
    }

    public readonly void Clear() => _keys?.Clear();

    public readonly int[] ToArray() => IsEmpty ? [] : [.. _keys!];
}
