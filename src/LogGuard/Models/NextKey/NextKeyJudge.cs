using LogGuard.Models.Windows;

namespace LogGuard.Models.NextKey;

/// <summary>
/// Decides whether a key was expected after its window, and caches the verdicts: logs repeat themselves, so most windows were
/// judged before. The cache is exact and bounded, and changes no verdict. Confined to one thread.
/// </summary>
internal sealed class NextKeyJudge
{
    /// <summary>Number of judged windows at which the cache is cleared; about 10 MB at h = 10.</summary>
    internal const int CacheLimit = 131_072;

    private readonly WindowTable _cache;
    private readonly List<NextKeyJudgement> _judgements = [];
    private readonly float[] _probabilities;
    private readonly int[] _row;
    private readonly int _cacheLimit;
    private readonly WindowTable _prepared;
    private int[] _preparedWindows = [];
    private float[] _preparedProbabilities = [];
    private int _missCount;

    public NextKeyJudge(NextKeyModel model, ExpectationRule rule, int cacheLimit = CacheLimit, StepEvidence? evidence = null)
    {
        Model = model;
        Rule = rule;
        Evidence = evidence;
        _cacheLimit = cacheLimit;
        _cache = new WindowTable(model.WindowSize + 1);
        _prepared = new WindowTable(model.WindowSize + 1);
        _probabilities = new float[model.Symbols.OutputCount];
        _row = new int[model.WindowSize + 1];
    }

    public NextKeyModel Model { get; }

    public ExpectationRule Rule { get; }

    /// <summary>Lower bounds of probabilities by the evidence in training; null if the model's own probabilities are used.</summary>
    public StepEvidence? Evidence { get; }

    /// <summary>Accepts known steps by their counts; null if the model alone decides.</summary>
    public BackOffModel? BackOff { get; init; }

    /// <summary>The steps of the one stream; null if none was learnt from, and in snapshots of earlier versions.</summary>
    public StreamSteps? StreamSteps { get; init; }

    /// <summary>Judges the key after a window.</summary>
    /// <param name="window">The keys before it, oldest first; the last <c>WindowSize</c> of them are used.</param>
    /// <param name="next">The key, or <see cref="Sequences.Boundary.End"/>.</param>
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

        _missCount++;
        if (target != SymbolMap.None)
        {
            Model.Predict(_row.AsSpan(0, Model.WindowSize), _probabilities);
        }

        var judgement = Conclude(_probabilities);
        Remember(judgement);
        return judgement;
    }

    /// <summary>Returns the number of windows predicted since the last call, and resets it.</summary>
    public int TakeMissCount()
    {
        var count = _missCount;
        _missCount = 0;
        return count;
    }

    /// <summary>Adds a window to the batch of <see cref="JudgePrepared"/>, unless its verdict is cached.</summary>
    public void Prepare(ReadOnlySpan<int> window, int next)
    {
        Translate(window);
        _row[^1] = Model.Symbols.ToOutput(next);
        if (_cacheLimit > 0 && _row[^1] != SymbolMap.None && _cache.Find(_row) < 0)
        {
            _prepared.GetOrAdd(_row, out _);
        }
    }

    /// <summary>Judges all windows of the batch in one prediction, so that <see cref="Judge"/> finds their verdicts in the cache.</summary>
    public void JudgePrepared()
    {
        var (count, windowSize, outputCount) = (_prepared.Count, Model.WindowSize, Model.Symbols.OutputCount);
        if (count == 0)
        {
            return;
        }

        if (_preparedWindows.Length < count * windowSize)
        {
            _preparedWindows = new int[count * windowSize];
            _preparedProbabilities = new float[count * outputCount];
        }

        for (var i = 0; i < count; i++)
        {
            _prepared[i][..windowSize].CopyTo(_preparedWindows.AsSpan(i * windowSize));
        }

        Model.PredictBatch(_preparedWindows.AsSpan(0, count * windowSize), _preparedProbabilities.AsSpan(0, count * outputCount));
        for (var i = 0; i < count; i++)
        {
            _prepared[i].CopyTo(_row);
            Remember(Conclude(_preparedProbabilities.AsSpan(i * outputCount, outputCount)));
        }

        _missCount += count;
        _prepared.Clear();
    }

    /// <summary>The most likely keys after a window, most likely first.</summary>
    /// <returns>Keys, or <see cref="Sequences.Boundary.End"/>, with their probabilities; probabilities below 0.001 are left out.</returns>
    public IReadOnlyList<(int Key, float Probability)> Expect(ReadOnlySpan<int> window, int limit)
    {
        Translate(window);
        Model.Predict(_row.AsSpan(0, Model.WindowSize), _probabilities);
        var expected = new List<(int Key, float Probability)>();
        for (var symbol = 0; symbol < _probabilities.Length; symbol++)
        {
            // A model trained without END does not predict it.
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

    // For the row being judged.
    private NextKeyJudgement Conclude(ReadOnlySpan<float> probabilities)
    {
        var target = _row[^1];
        if (target == SymbolMap.None)
        {
            return new NextKeyJudgement(false, 0, probabilities.Length);
        }

        var rank = 0;
        foreach (var other in probabilities)
        {
            rank += other > probabilities[target] ? 1 : 0;
        }

        var own = probabilities[target];
        var probability = Math.Max(own, Evidence?.LeastProbability(_row[^2], target) ?? 0);
        var isExpected = Rule.Accepts(probability, rank);
        if (!isExpected && BackOff?.Expects(_row, out var counted) == true)
        {
            (isExpected, probability) = (true, Math.Max(own, counted));
        }

        return new NextKeyJudgement(isExpected, probability, rank, probability > own ? own : null);
    }

    // Caches the verdict of the row being judged.
    private void Remember(NextKeyJudgement judgement)
    {
        if (_cacheLimit == 0)
        {
            return;
        }

        if (_cache.Count == _cacheLimit)
        {
            _cache.Clear();
            _judgements.Clear();
        }

        _cache.GetOrAdd(_row, out var added);
        if (added)
        {
            _judgements.Add(judgement);
        }
    }
}
