namespace LogGuard.Detectors.Labelled;

/// <summary>
/// The windows of a session. An event is a symbol of its key and attributes: how often the key has come in the session so far, one-hot.
/// </summary>
/// <param name="keys">The learnt keys.</param>
/// <param name="windowSize">Events of a window; a shorter session is one window.</param>
/// <param name="sessionLength">Keys of a session that are read.</param>
internal sealed class MergedWindows(KeyTable keys, int windowSize, int sessionLength)
{
    /// <summary>Number of attributes: the first, second, third, fourth, fifth to eighth, or a later time.</summary>
    public const int AttributeCount = 6;

    /// <summary>Events of a window.</summary>
    public int WindowSize => windowSize;

    /// <summary>Number of symbols.</summary>
    public int SymbolCount => keys.SymbolCount;

    /// <summary>The events of a session as numbers: symbol · <see cref="AttributeCount"/> + attribute.</summary>
    public int[] CodesOf(ReadOnlySpan<int> session)
    {
        var codes = new int[Math.Min(session.Length, sessionLength)];
        var counts = new Dictionary<int, int>();
        for (var i = 0; i < codes.Length; i++)
        {
            var count = counts[session[i]] = counts.GetValueOrDefault(session[i]) + 1;
            var attribute = count <= 4 ? count - 1 : count <= 8 ? 4 : 5;
            codes[i] = (keys[session[i]] * AttributeCount) + attribute;
        }

        return codes;
    }

    /// <summary>The windows of a session, each a range of its events.</summary>
    public IEnumerable<Range> RangesOf(int length)
    {
        for (var end = Math.Min(length, windowSize); end <= length && end > 0; end++)
        {
            yield return Math.Max(0, end - windowSize)..end;
        }
    }

    /// <summary>The batch of some windows.</summary>
    public Neural.NetworkBatch BatchOf(IReadOnlyList<int[]> windows)
    {
        var symbols = new int[windows.Count * windowSize]; // (rows, steps)
        var values = new float[windows.Count * windowSize * AttributeCount]; // (rows, steps, attributes)
        var lengths = new int[windows.Count];
        for (var row = 0; row < windows.Count; row++)
        {
            lengths[row] = windows[row].Length;
            for (var step = 0; step < windows[row].Length; step++)
            {
                var place = (row * windowSize) + step;
                symbols[place] = windows[row][step] / AttributeCount;
                values[(place * AttributeCount) + (windows[row][step] % AttributeCount)] = 1;
            }
        }

        return new Neural.NetworkBatch(new Neural.SourceBatch { StepCount = windowSize, Lengths = lengths, Symbols = symbols, Values = values }) { RowCount = windows.Count };
    }
}
