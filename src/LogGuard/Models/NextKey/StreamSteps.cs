using LogGuard.Models.Windows;
using LogGuard.Sequences;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Models.NextKey;

/// <summary>
/// The steps of the one stream without counts of repetitions: a key, the key before it, and the key before the repetitions of that
/// one. A background job sends as many messages as there are, and its stream is learnt in parts that are cut anywhere, so how often
/// a loop ran while learning says nothing. A step is known if it came behind the same loop before, however often that ran.
/// </summary>
internal sealed class StreamSteps
{
    /// <summary>Most steps that are kept. A stream with more has no order to judge.</summary>
    internal const int Limit = 65_536;

    private const int Width = 3;

    // The key before the repetitions if it is not known, since they fill the whole window.
    private const int Any = -1;

    private readonly WindowTable _steps = new(Width);

    private StreamSteps()
    {
    }

    /// <summary>The steps as rows of symbols: before the repetitions (−1 for any), the repeated one, the next.</summary>
    public ReadOnlySpan<int> Rows => _steps.Rows;

    /// <summary>Collects the steps of parts without an end, which are those of the stream and of very long sessions.</summary>
    /// <param name="symbols">The keys as symbols.</param>
    /// <param name="corpus">The sessions and parts.</param>
    /// <returns>Null if there is no such part.</returns>
    public static StreamSteps? Of(SymbolMap symbols, SessionCorpus corpus)
    {
        var steps = new StreamSteps();
        foreach (var part in corpus.Distinct)
        {
            if (!part.HasEnd)
            {
                steps.Add(symbols, part.Keys);
            }
        }

        return steps._steps.Count == 0 ? null : steps;
    }

    /// <summary>Restores the steps of <see cref="Rows"/>.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static StreamSteps Read(int[] rows, SymbolMap symbols)
    {
        Require(
            rows.Length % Width == 0 && rows.Length / Width <= 2 * Limit && rows.All(symbol => symbol >= Any && symbol < symbols.InputCount),
            "the steps of its stream are none");
        var steps = new StreamSteps();
        for (var i = 0; i < rows.Length; i += Width)
        {
            steps._steps.GetOrAdd(rows.AsSpan(i, Width), out _);
        }

        return steps;
    }

    /// <summary>Whether a key came behind the same loop before.</summary>
    /// <param name="symbols">The keys as symbols.</param>
    /// <param name="window">The keys before it, oldest first; not empty.</param>
    /// <param name="next">The key.</param>
    public bool Knows(SymbolMap symbols, ReadOnlySpan<int> window, int next)
    {
        var target = symbols.ToOutput(next);
        var last = symbols.ToInput(window[^1]);
        var i = window.Length - 1;
        while (i >= 0 && symbols.ToInput(window[i]) == last)
        {
            i--;
        }

        return target != SymbolMap.None && _steps.Find([i < 0 ? Any : symbols.ToInput(window[i]), last, target]) >= 0;
    }

    private void Add(SymbolMap symbols, int[] keys)
    {
        var (before, last) = (Any, Any);
        foreach (var key in keys)
        {
            var symbol = symbols.ToInput(key);
            if (last != Any && symbols.Knows(key) && _steps.Count < 2 * Limit)
            {
                _steps.GetOrAdd([Any, last, symbol], out _);
                if (before != Any)
                {
                    _steps.GetOrAdd([before, last, symbol], out _);
                }
            }

            (before, last) = symbol == last ? (before, last) : (last, symbol);
        }
    }
}
