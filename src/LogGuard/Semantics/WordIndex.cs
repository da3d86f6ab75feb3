using System.Text;
using LogGuard.Primitives;

namespace LogGuard.Semantics;

/// <summary>
/// Leads from words to their places in a file, in 16 bytes a word: the 64-bit hashes of their UTF-8 texts, ascending, and the places.
/// Of two million words, two share a hash in one of ten million files.
/// </summary>
internal sealed class WordIndex
{
    private readonly List<ulong> _hashes = [];
    private readonly List<long> _places = [];
    private ulong[] _sorted = [];
    private long[] _sortedPlaces = [];

    /// <summary>Number of words.</summary>
    public int Count => _sorted.Length;

    public void Add(ReadOnlySpan<byte> word, long place)
    {
        _hashes.Add(StableHash.Of(word));
        _places.Add(place);
    }

    /// <summary>Sorts the words. Called once, after the last <see cref="Add"/>.</summary>
    public void Complete()
    {
        (_sorted, _sortedPlaces) = ([.. _hashes], [.. _places]);
        _hashes.Clear();
        _places.Clear();
        _hashes.TrimExcess();
        _places.TrimExcess();
        Array.Sort(_sorted, _sortedPlaces);
    }

    public bool TryFind(string word, out long place)
    {
        var number = Array.BinarySearch(_sorted, StableHash.Of(Encoding.UTF8.GetBytes(word)));
        place = number < 0 ? 0 : _sortedPlaces[number];
        return number >= 0;
    }
}
