namespace LogGuard.Models;

/// <summary>
/// Says of each key whether it was to be expected after its window, and remembers the answer: logs repeat themselves,
/// so most windows were judged before. The memory is exact and bounded, and changes no verdict. Confined to one thread.
/// </summary>
internal sealed class NextKeyJudge
{
    /// <summary>Judged windows that are remembered before the memory starts afresh; about 10 MB at h = 10.</summary>
    internal const int CacheLimit = 131_072;

    private readonly WindowTable _cache;
    private readonly List<NextKeyJudgement> _judgements = [];
    private readonly float[] _probabilities;
    private readonly int[] _row;
    private readonly int _cacheLimit;

    public NextKeyJudge(NextKeyModel model, ExpectationRule rule, int cacheLimit = CacheLimit)
    {
        Model = model;
        Rule = rule;
        _cacheLimit = cacheLimit;
        _cache = new WindowTable(model.WindowSize + 1);
        _probabilities = new float[model.Symbols.OutputCount];
        _row = new int[model.WindowSize + 1];
    }

    public NextKeyModel Model { get; }

    public ExpectationRule Rule { get; }

    /// <summary>Judges what came after a window.</summary>
    /// <param name="window">The keys before it, oldest first; its last <c>WindowSize</c> ones count.</param>
    /// <param name="next">The key that came, or <see cref="Sequences.Boundary.End"/>.</param>
    public NextKeyJudgement Judge(ReadOnlySpan<int> window, int next)
    {
        var symbols = Model.Symbols;
        Translate(window);
        var target = symbols.ToOutput(next);
        _row[^1] = target;

        var number = _cacheLimit == 0 ? -1 : _cache.Find(_row);
        if (number >= 0)
        {
            return _judgements[number];
        }

        var judgement = Compute(target);
        if (_cacheLimit > 0)
        {
            if (_cache.Count == _cacheLimit)
            {
                _cache.Clear();
                _judgements.Clear();
            }

            _cache.GetOrAdd(_row, out _);
            _judgements.Add(judgement);
        }

        return judgement;
    }

    /// <summary>The most likely keys after a window, most likely first.</summary>
    /// <returns>Keys, or <see cref="Sequences.Boundary.End"/>, with their probabilities; those under a thousandth are left out.</returns>
    public IReadOnlyList<(int Key, float Probability)> Expect(ReadOnlySpan<int> window, int limit)
    {
        Translate(window);
        Model.Predict(_row.AsSpan(0, Model.WindowSize), _probabilities);
        var expected = new List<(int Key, float Probability)>();
        for (var symbol = 0; symbol < _probabilities.Length; symbol++)
        {
            // A model that never learnt END has nothing to say about it.
            if (_probabilities[symbol] >= 0.001f && (symbol != SymbolMap.BoundarySymbol || Model.KnowsBoundaries))
            {
                expected.Add((Model.Symbols.ToKey(symbol), _probabilities[symbol]));
            }
        }

        expected.Sort((left, right) => right.Probability.CompareTo(left.Probability));
        return expected.Count <= limit ? expected : expected.GetRange(0, limit);
    }

    private void Translate(ReadOnlySpan<int> window)
    {
        var last = window[^Model.WindowSize..];
        for (var i = 0; i < last.Length; i++)
        {
            _row[i] = Model.Symbols.ToInput(last[i]);
        }
    }

    private NextKeyJudgement Compute(int target)
    {
        if (target == SymbolMap.None)
        {
            return new NextKeyJudgement(false, 0, _probabilities.Length);
        }

        Model.Predict(_row.AsSpan(0, Model.WindowSize), _probabilities);
        var probability = _probabilities[target];
        var rank = 0;
        foreach (var other in _probabilities)
        {
            rank += other > probability ? 1 : 0;
        }

        return new NextKeyJudgement(Rule.Accepts(probability, rank), probability, rank);
    }
}
