namespace LogGuard.Sequences;

/// <summary>
/// The number of occurrences of each key in one session. A small open-addressing table: a session contains a few of perhaps
/// thousands of keys, and a hundred thousand sessions may be open.
/// </summary>
internal sealed class KeyCounts
{
    private const int LeastSlots = 16;

    // A session with up to 128 different keys: 2 kB. A larger table is not kept for the next session, which is unlikely to need it.
    private const int KeptSlots = 512;

    // Slot i holds the key _slots[2i] and its count _slots[2i + 1]; a count of 0 marks a free slot.
    private int[] _slots = new int[LeastSlots];
    private int _distinctCount;

    /// <summary>Number of different keys seen.</summary>
    public int DistinctCount => _distinctCount;

    /// <summary>How often a key occurred.</summary>
    public int this[int key] => _slots[2 * FindSlot(_slots, key) + 1];

    /// <summary>Counts one more occurrence of a key.</summary>
    /// <returns>The number of its occurrences so far.</returns>
    public int Increment(int key)
    {
        var slot = FindSlot(_slots, key);
        if (_slots[2 * slot + 1] == 0)
        {
            if ((_distinctCount + 1) * 4 > _slots.Length)
            {
                Grow();
                slot = FindSlot(_slots, key);
            }

            _slots[2 * slot] = key;
            _distinctCount++;
        }

        // Saturates instead of overflowing, in a session of more than two billion equal events.
        ref var count = ref _slots[2 * slot + 1];
        return count == int.MaxValue ? count : ++count;
    }

    /// <summary>Sets the count of a key, as it was when the session was saved.</summary>
    public void Set(int key, int count)
    {
        Increment(key);
        _slots[2 * FindSlot(_slots, key) + 1] = count;
    }

    /// <summary>Resets all counts and keeps the memory for the next session, unless it is unusually much.</summary>
    public void Clear()
    {
        Trim();
        _slots.AsSpan().Clear();
        _distinctCount = 0;
    }

    /// <summary>Gives up an unusually large table with its counts, which no verdict needs any more.</summary>
    public void Trim()
    {
        if (_slots.Length > KeptSlots)
        {
            _slots = new int[LeastSlots];
            _distinctCount = 0;
        }
    }

    /// <summary>Adds the keys that occurred to a list, in no particular order.</summary>
    public void CopyKeysTo(List<int> keys)
    {
        for (var slot = 0; slot < _slots.Length; slot += 2)
        {
            if (_slots[slot + 1] != 0)
            {
                keys.Add(_slots[slot]);
            }
        }
    }

    private void Grow()
    {
        var larger = new int[_slots.Length * 2];
        for (var slot = 0; slot < _slots.Length; slot += 2)
        {
            if (_slots[slot + 1] != 0)
            {
                var target = FindSlot(larger, _slots[slot]);
                larger[2 * target] = _slots[slot];
                larger[2 * target + 1] = _slots[slot + 1];
            }
        }

        _slots = larger;
    }

    private static int FindSlot(int[] slots, int key)
    {
        var mask = slots.Length / 2 - 1;
        var slot = (int)((uint)key * 2654435769u >> 16) & mask;
        while (slots[2 * slot + 1] != 0 && slots[2 * slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
