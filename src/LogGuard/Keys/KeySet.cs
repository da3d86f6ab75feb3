namespace LogGuard.Keys;

/// <summary>A set of log keys. Adding a key that it has costs one comparison. Not thread-safe.</summary>
internal sealed class KeySet
{
    private bool[] _has = [];

    /// <summary>The keys, ascending.</summary>
    public IEnumerable<int> Keys => Enumerable.Range(0, _has.Length).Where(key => _has[key]);

    /// <summary>Adds a key. Negative numbers are no keys and are left out, as is <see cref="LogKey.Unknown"/>, which many templates share.</summary>
    public void Add(int key)
    {
        if ((uint)key < (uint)_has.Length)
        {
            _has[key] = key != LogKey.Unknown;
        }
        else if (key > LogKey.Unknown)
        {
            Array.Resize(ref _has, Math.Max(key + 1, 2 * _has.Length));
            _has[key] = true;
        }
    }

    /// <summary>Adds keys.</summary>
    public void Add(IEnumerable<int> keys)
    {
        foreach (var key in keys)
        {
            Add(key);
        }
    }

    /// <summary>Whether a key was added.</summary>
    public bool Contains(int key) => (uint)key < (uint)_has.Length && _has[key];
}
