using System.Runtime.InteropServices;

namespace LogGuard.Parsing;

/// <summary>Patterns in no order. Adding and removing take constant time however many there are.</summary>
internal sealed class PatternSet
{
    // Below this, a search is faster than a table.
    private const int TableFrom = 32;

    private readonly List<Pattern> _items = [];
    private Dictionary<Pattern, int>? _places;

    public int Count => _items.Count;

    public ReadOnlySpan<Pattern> Items => CollectionsMarshal.AsSpan(_items);

    /// <summary>Adds or removes a pattern.</summary>
    public void Change(Pattern pattern, bool isAdded)
    {
        if (isAdded)
        {
            Add(pattern);
        }
        else
        {
            Remove(pattern);
        }
    }

    public void Add(Pattern pattern)
    {
        _items.Add(pattern);
        if (_places is not null)
        {
            _places.Add(pattern, _items.Count - 1);
        }
        else if (_items.Count == TableFrom)
        {
            _places = [];
            for (var i = 0; i < _items.Count; i++)
            {
                _places.Add(_items[i], i);
            }
        }
    }

    public void Remove(Pattern pattern)
    {
        var place = _places is null ? _items.IndexOf(pattern) : _places.GetValueOrDefault(pattern, -1);
        if (place < 0)
        {
            return;
        }

        var last = _items[^1];
        _items[place] = last;
        _items.RemoveAt(_items.Count - 1);
        if (_places is not null)
        {
            _places[last] = place;
            _places.Remove(pattern);
        }
    }
}
