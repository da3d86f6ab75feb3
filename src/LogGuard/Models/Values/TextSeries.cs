namespace LogGuard.Models.Values;

/// <summary>The text parameters of one log key: the set of texts of each.</summary>
internal sealed class TextSeries
{
    /// <summary>Stands for a parameter that is not read.</summary>
    public const string NotRead = "";

    /// <summary>That of a key without text parameters.</summary>
    public static readonly TextSeries None = new([]);

    private readonly TextSet[] _sets;
    private readonly string[] _wanted;

    /// <param name="names">Names of the template's text parameters, in its order.</param>
    public TextSeries(IEnumerable<string> names)
        : this([.. names], null)
    {
    }

    private TextSeries(string[] names, TextSet[]? sets)
    {
        Names = names;
        _sets = sets ?? [.. names.Select(_ => new TextSet())];
        _wanted = [.. names.Select((name, i) => _sets[i].IsOpen ? name : NotRead)];
        WantedCount = _sets.Count(set => set.IsOpen);
    }

    /// <summary>Names of the parameters.</summary>
    public string[] Names { get; }

    /// <summary>The names, with <see cref="NotRead"/> in the place of those with too many texts.</summary>
    public ReadOnlySpan<string> Wanted => _wanted;

    /// <summary>Number of parameters that are still read.</summary>
    public int WantedCount { get; private set; }

    /// <summary>The sets, one for each name.</summary>
    public IReadOnlyList<TextSet> Sets => _sets;

    /// <summary>Number of values that memory is allocated for, at most.</summary>
    public int Capacity => WantedCount * ValueEvidence.Limit;

    /// <summary>Adds the texts of a line.</summary>
    /// <param name="marks">One mark for each name; NaN for a parameter without a text.</param>
    /// <param name="occasion">When, and by which process, the line was logged.</param>
    public void Add(ReadOnlySpan<double> marks, in Occasion occasion)
    {
        for (var i = 0; i < _sets.Length; i++)
        {
            _sets[i].Add(marks[i], occasion);
            if (!_sets[i].IsOpen && _wanted[i] != NotRead)
            {
                _wanted[i] = NotRead;
                WantedCount--;
            }
        }
    }

    /// <summary>A copy that lacks some of the texts.</summary>
    /// <param name="isLeftOut">Returns whether a text, by the index of its parameter and its mark, is to be missing; null: none is.</param>
    public TextSeries Copy(Func<int, double, bool>? isLeftOut = null) =>
        new(Names, [.. _sets.Select((set, i) => set.Without(isLeftOut is null ? null : mark => isLeftOut(i, mark)))]);

    /// <summary>The sets to save.</summary>
    public TextSetState[] States => [.. _sets.Select(set => set.State)];

    /// <summary>Restores sets that were saved and checked.</summary>
    public static TextSeries Restore(string[] names, TextSetState[] states) => new(names, [.. states.Select(TextSet.Restore)]);
}
