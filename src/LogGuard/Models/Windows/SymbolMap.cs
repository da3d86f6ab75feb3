using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Models.Windows;

/// <summary>
/// Maps the learnt keys of a model to the dense symbols of networks and tables: 0 is the boundary (START when read, END when
/// predicted), 1..n are the learnt keys, n + 1 is any other key (read only).
/// </summary>
internal sealed class SymbolMap
{
    public const int BoundarySymbol = 0;

    /// <summary>Result of <see cref="ToOutput"/> for a key that the model cannot predict.</summary>
    public const int None = -1;

    private readonly int[] _keys;
    private readonly KeySet _seen = new();
    private int[] _symbolOfKey;

    /// <param name="keys">The learnt keys, ascending.</param>
    public SymbolMap(int[] keys)
    {
        _keys = keys;
        _symbolOfKey = new int[keys.Length == 0 ? 0 : keys[^1] + 1];
        for (var i = 0; i < keys.Length; i++)
        {
            _symbolOfKey[keys[i]] = i + 1;
        }
    }

    /// <summary>The learnt keys, ascending.</summary>
    public ReadOnlySpan<int> Keys => _keys;

    /// <summary>
    /// Keys that occurred while learning, but in no session that could be learnt from, such as one with a hole. They are no
    /// symbols; nothing is known of their places.
    /// </summary>
    public IEnumerable<int> SeenKeys => _seen.Keys.Where(key => !Knows(key));

    /// <summary>Number of symbols that can be read.</summary>
    public int InputCount => _keys.Length + 2;

    /// <summary>Number of symbols that can be predicted.</summary>
    public int OutputCount => _keys.Length + 1;

    /// <summary>Whether the key was learnt.</summary>
    public bool Knows(int key) => (uint)key < (uint)_symbolOfKey.Length && _symbolOfKey[key] != 0;

    /// <summary>Whether the key only occurred while learning; see <see cref="SeenKeys"/>.</summary>
    public bool HasSeen(int key) => _seen.Contains(key) && !Knows(key);

    /// <summary>Adds keys that occurred while learning. Must be called before the map is used, or on the thread that uses it.</summary>
    public void See(IEnumerable<int> keys) => _seen.Add(keys);

    /// <summary>
    /// Makes a key that was never learnt stand for a learnt key that was merged into it. Must be called before the map is used, or on
    /// the thread that uses it.
    /// </summary>
    public void Merge(int from, int to)
    {
        if (Knows(from) && !Knows(to))
        {
            Array.Resize(ref _symbolOfKey, Math.Max(_symbolOfKey.Length, to + 1));
            _symbolOfKey[to] = _symbolOfKey[from];
        }
    }

    /// <summary>The symbol to read for a key or <see cref="Boundary.Start"/>.</summary>
    public int ToInput(int key) =>
        key == Boundary.Start ? BoundarySymbol : Knows(key) ? _symbolOfKey[key] : _keys.Length + 1;

    /// <summary>The symbol to predict for a key or <see cref="Boundary.End"/>; <see cref="None"/> for a key never learnt.</summary>
    public int ToOutput(int key) => key == Boundary.End ? BoundarySymbol : Knows(key) ? _symbolOfKey[key] : None;

    /// <summary>The key of a predicted symbol, or <see cref="Boundary.End"/>.</summary>
    public int ToKey(int outputSymbol) => outputSymbol == BoundarySymbol ? Boundary.End : _keys[outputSymbol - 1];
}
