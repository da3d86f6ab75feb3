using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogGuard.Primitives;

namespace LogGuard.Models.Windows;

/// <summary>
/// Assigns numbers to rows of symbols of equal width. Equal rows always get the same number, because rows themselves are compared
/// and not only their hashes. Used as the set of distinct training windows and as the index of the verdict cache.
/// </summary>
internal sealed class WindowTable
{
    private readonly int _width;
    private int[] _rows;
    private int[] _slots;
    private int _count;

    public WindowTable(int width, int capacity = 256)
    {
        _width = width;
        _rows = new int[width * capacity];
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
    }

    /// <summary>Number of symbols in a row.</summary>
    public int Width => _width;

    /// <summary>Number of different rows.</summary>
    public int Count => _count;

    /// <summary>All rows, one after the other.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count * _width);

    public ReadOnlySpan<int> this[int number] => _rows.AsSpan(number * _width, _width);

    /// <summary>The number of a row; -1 if it is not in the table.</summary>
    public int Find(ReadOnlySpan<int> row) => _slots[FindSlot(row)] - 1;

    /// <summary>The number of a row; a row that is not in the table is added.</summary>
    public int GetOrAdd(ReadOnlySpan<int> row, out bool added)
    {
        var slot = FindSlot(row);
        if (_slots[slot] != 0)
        {
            added = false;
            return _slots[slot] - 1;
        }

        added = true;
        _slots[slot] = _count + 1;
        if ((_count + 1) * _width > _rows.Length)
        {
            Array.Resize(ref _rows, _rows.Length * 2);
        }

        row.CopyTo(_rows.AsSpan(_count * _width));
        _count++;
        if (_count * 2 > _slots.Length)
        {
            Rehash();
        }

        return _count - 1;
    }

    /// <summary>Removes all rows and keeps the memory.</summary>
    public void Clear()
    {
        _slots.AsSpan().Clear();
        _count = 0;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        for (var number = 0; number < _count; number++)
        {
            var slot = FindSlot(this[number]);
            _slots[slot] = number + 1;
        }
    }

    // The slot with the row's number plus one, or the free slot for it.
    private int FindSlot(ReadOnlySpan<int> row)
    {
        var mask = _slots.Length - 1;
        var slot = Hash(row) & mask;
        while (_slots[slot] != 0 && !this[_slots[slot] - 1].SequenceEqual(row))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(ReadOnlySpan<int> row)
    {
        // Each step waits for the one before, so two symbols are taken at once.
        var hash = SplitMix64.GoldenRatio;
        var pairs = MemoryMarshal.Cast<int, ulong>(row);
        foreach (var pair in pairs)
        {
            hash = (BitOperations.RotateLeft(hash, 23) ^ pair) * 0xD6E8FEB86659FD93UL;
        }

        var last = pairs.Length * 2 < row.Length ? (uint)row[^1] : 0;
        hash = (BitOperations.RotateLeft(hash, 23) ^ last) * 0xD6E8FEB86659FD93UL;
        return (int)(hash >> 33);
    }
}
