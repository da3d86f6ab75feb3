using LogGuard.Primitives;

namespace LogGuard.Models.Values;

/// <summary>
/// The different texts of one parameter, by their <see cref="TextMark"/>: a state, a mode, a result code has few that come again. Bounded:
/// a parameter with more texts than <see cref="ValueEvidence.Limit"/> is a name, and nothing of it is kept or read from then on.
/// </summary>
internal sealed class TextSet
{
    private readonly ValueEvidence _evidence;

    // For each value of the evidence, whether it came more than once.
    private ulong _cameAgain;

    public TextSet()
        : this(new ValueEvidence())
    {
    }

    private TextSet(ValueEvidence evidence) => _evidence = evidence;

    /// <summary>Number of lines with a text.</summary>
    public long Count { get; private set; }

    /// <summary>Whether there are few enough texts that further lines are to be read.</summary>
    public bool IsOpen => !_evidence.HasTooMany;

    /// <summary>The evidence of all lines since the start.</summary>
    public ValueEvidence Evidence => _evidence;

    /// <summary>Number of texts that came in one line only.</summary>
    public int OnceCount => _evidence.Count - System.Numerics.BitOperations.PopCount(_cameAgain);

    /// <summary>Adds the text of a line.</summary>
    /// <param name="mark">Its mark; NaN if the line has none.</param>
    /// <param name="occasion">When, and by which process, the line was logged.</param>
    public void Add(double mark, in Occasion occasion)
    {
        if (!IsOpen || !double.IsFinite(mark))
        {
            return;
        }

        var place = _evidence.IndexOf(mark);
        _evidence.Add(mark, occasion);
        Count++;
        _cameAgain |= place >= 0 ? 1UL << place : 0;
    }

    /// <summary>Classifies the parameter by the rules of <see cref="ValueClassifier"/> for numbers; a text that is none of few is a name.</summary>
    /// <param name="confidence">The share of lines whose text must be a known one, 0..1.</param>
    /// <param name="known">The marks of the texts of a constant or an enumeration, ascending; else empty.</param>
    public ValueFeatureKind Classify(double confidence, out double[] known)
    {
        known = [];
        if (IsOpen && Count < ValueClassifier.MinimumCount)
        {
            return ValueFeatureKind.TooFew;
        }

        // Good and Turing: the probability of a text never seen is the share of lines with a text seen once.
        if (!IsOpen || ValueClassifier.ChangesByStretches(_evidence) || OnceCount > (1 - confidence) * Count)
        {
            return ValueFeatureKind.Identifier;
        }

        known = [.. _evidence.Values.ToArray().Order()];
        return known.Length == 1 ? ValueFeatureKind.Constant : ValueFeatureKind.Enumeration;
    }

    /// <summary>A copy that lacks some of the texts.</summary>
    public TextSet Without(Func<double, bool>? isLeftOut)
    {
        var values = _evidence.Values;
        var (again, place) = (0UL, 0);
        for (var i = 0; i < values.Length; i++)
        {
            if (isLeftOut?.Invoke(values[i]) != true)
            {
                again |= (_cameAgain >> i & 1) << place++;
            }
        }

        return new TextSet(_evidence.Without(isLeftOut)) { Count = Count, _cameAgain = again };
    }

    /// <summary>The set to save.</summary>
    public TextSetState State => new() { Evidence = _evidence.State, Count = Count, CameAgain = _cameAgain };

    /// <summary>Restores a set that was saved and checked.</summary>
    public static TextSet Restore(TextSetState state) =>
        new(ValueEvidence.Restore(state.Evidence)) { Count = state.Count, _cameAgain = state.CameAgain };
}
