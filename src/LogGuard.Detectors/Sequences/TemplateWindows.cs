using System.Buffers;
using LogGuard.Detectors.Labelled;
using LogGuard.Neural;

namespace LogGuard.Detectors.Sequences;

/// <summary>
/// Turns windows of templates into what the networks read: at each step the vector of the template, the sequential information, and how
/// often each template has come in the window so far, the quantitative information.
/// </summary>
/// <param name="vectors">The vectors.</param>
/// <param name="keys">The learnt keys, ascending; the first outputs of the network.</param>
/// <param name="windowSize">Events of a window.</param>
/// <param name="isJoined">Whether both kinds of information are one source, side by side, or a source each.</param>
internal sealed class TemplateWindows(SessionVectors vectors, int[] keys, int windowSize, bool isJoined)
{
    // More pairs than these would take longer than the training.
    private const int ComparedKeys = 2_000;

    private readonly KeyTable _table = new(keys);
    private readonly Dictionary<int, int> _nearest = [];
    private readonly Lazy<float> _leastSimilarity = new(() => MostSimilar(vectors, keys));

    /// <summary>Number of learnt keys.</summary>
    public int KeyCount => keys.Length;

    /// <summary>The place of a session's end, behind those of the keys.</summary>
    public int EndPlace => keys.Length;

    /// <summary>Events of a window.</summary>
    public int WindowSize => windowSize;

    /// <summary>The learnt key of a place.</summary>
    public int KeyAt(int place) => keys[place];

    /// <summary>
    /// The place of a key among the learnt ones; for another key the most similar one (LogAnomaly, section 3.2, template approximation), and
    /// -1 if none is more similar than any two learnt ones are to each other: those are different steps.
    /// </summary>
    public int PlaceOf(int key)
    {
        var symbol = _table[key];
        if (symbol <= keys.Length)
        {
            return symbol - 1;
        }

        if (!_nearest.TryGetValue(key, out var place))
        {
            _nearest[key] = place = Nearest(vectors[key]);
        }

        return place;
    }

    /// <summary>The batch of some windows of places.</summary>
    public NetworkBatch BatchOf(IReadOnlyList<int[]> windows)
    {
        var (rows, size, count) = (windows.Count, vectors.Size, keys.Length);
        var lengths = windows.Select(window => window.Length).ToArray();
        var width = isJoined ? size + count : size;
        var sequence = new float[rows * windowSize * width]; // (rows, steps, size) or (rows, steps, size + keys)
        var counts = isJoined ? sequence : new float[rows * windowSize * count]; // (rows, steps, keys)
        var sums = ArrayPool<float>.Shared.Rent(count);
        for (var row = 0; row < rows; row++)
        {
            Array.Clear(sums, 0, count);
            for (var step = 0; step < windows[row].Length; step++)
            {
                var (place, at) = (windows[row][step], (row * windowSize) + step);
                if (place >= 0)
                {
                    vectors[keys[place]].CopyTo(sequence, at * width);
                    sums[place]++;
                }

                sums.AsSpan(0, count).CopyTo(counts.AsSpan(isJoined ? (at * width) + size : at * count));
            }
        }

        ArrayPool<float>.Shared.Return(sums);
        var first = new SourceBatch { StepCount = windowSize, Lengths = lengths, Values = sequence };
        return isJoined
            ? new NetworkBatch(first) { RowCount = rows }
            : new NetworkBatch(first, new SourceBatch { StepCount = windowSize, Lengths = lengths, Values = counts }) { RowCount = rows };
    }

    private int Nearest(float[] vector)
    {
        var (best, most) = (-1, _leastSimilarity.Value);
        for (var place = 0; place < keys.Length; place++)
        {
            if (Dot(vector, vectors[keys[place]]) is var similarity && similarity > most)
            {
                (best, most) = (place, similarity);
            }
        }

        return best;
    }

    private static float MostSimilar(SessionVectors vectors, int[] keys)
    {
        var most = 0f;
        for (var i = 1; i < Math.Min(keys.Length, ComparedKeys); i++)
        {
            for (var j = 0; j < i; j++)
            {
                most = Math.Max(most, Dot(vectors[keys[i]], vectors[keys[j]]));
            }
        }

        return most;
    }

    private static float Dot(float[] a, float[] b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
