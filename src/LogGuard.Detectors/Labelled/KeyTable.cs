namespace LogGuard.Detectors.Labelled;

/// <summary>Maps keys to the symbols of a network: 0 pads, 1..n are the learnt keys, n + 1 is any other.</summary>
internal sealed class KeyTable
{
    private readonly Dictionary<int, int> _symbols = [];

    /// <param name="keys">The learnt keys, ascending.</param>
    public KeyTable(IReadOnlyList<int> keys)
    {
        Keys = [.. keys];
        for (var i = 0; i < Keys.Length; i++)
        {
            _symbols.Add(Keys[i], i + 1);
        }
    }

    /// <summary>The learnt keys, ascending.</summary>
    public int[] Keys { get; }

    /// <summary>Number of symbols.</summary>
    public int SymbolCount => Keys.Length + 2;

    /// <summary>The symbol of a key.</summary>
    public int this[int key] => _symbols.GetValueOrDefault(key, Keys.Length + 1);
}
