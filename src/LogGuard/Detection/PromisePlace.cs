namespace LogGuard.Detection;

/// <summary>
/// Reports with one cause: a step behind a key, whatever came before, a rule on counts, or a pattern of another question. Counted by
/// blocks.
/// </summary>
/// <param name="key">The pattern that tells the place from others.</param>
/// <param name="question">Index of the question.</param>
internal sealed class PromisePlace(AnomalyPattern key, int question)
{
    /// <summary>Most patterns of a place that are kept; enough for the values of a count.</summary>
    internal const int PatternLimit = 16;

    private readonly int[] _quiet = new int[PromiseWatch.KeptBlocks];
    private readonly int[] _troubled = new int[PromiseWatch.KeptBlocks];

    /// <summary>The name of the form of a rule on counts.</summary>
    internal const string CountForm = "CountRule";

    public AnomalyPattern Key => key;

    public int Question => question;

    /// <summary>The patterns that were reported, at most <see cref="PatternLimit"/>.</summary>
    public List<AnomalyPattern> Patterns { get; } = [];

    /// <summary>Whether nothing was reported in the blocks that are kept.</summary>
    public bool IsEmpty => !_quiet.AsSpan().ContainsAnyExcept(0) && !_troubled.AsSpan().ContainsAnyExcept(0);

    /// <summary>The place of a pattern.</summary>
    public static AnomalyPattern Of(AnomalyPattern pattern) => pattern.StepPlace
        ?? (pattern.IsOfCount ? new AnomalyPattern(AnomalyPattern.OfQuestion(CountForm, pattern.Values[1..3], [])) : new AnomalyPattern(pattern.Values));

    /// <summary>Counts a session.</summary>
    public void Add(long block, AnomalyPattern pattern, bool isQuiet)
    {
        (isQuiet ? _quiet : _troubled)[block % PromiseWatch.KeptBlocks]++;
        if (Patterns.Count < PatternLimit && !Patterns.Contains(pattern))
        {
            Patterns.Add(new AnomalyPattern(pattern.Values));
        }
    }

    /// <summary>Number of sessions in a block that are otherwise as usual.</summary>
    public int Quiet(long block) => _quiet[block % PromiseWatch.KeptBlocks];

    /// <summary>Number of other sessions in a block.</summary>
    public int Troubled(long block) => _troubled[block % PromiseWatch.KeptBlocks];

    /// <summary>Makes room for a new block.</summary>
    public void Begin(long block) => (_quiet[block % PromiseWatch.KeptBlocks], _troubled[block % PromiseWatch.KeptBlocks]) = (0, 0);

    /// <summary>Writes it in the form that <see cref="Read"/> reads.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(key.ToString());
        writer.Write7BitEncodedInt(question);
        for (var i = 0; i < PromiseWatch.KeptBlocks; i++)
        {
            writer.Write7BitEncodedInt(_quiet[i]);
            writer.Write7BitEncodedInt(_troubled[i]);
        }

        writer.Write7BitEncodedInt(Patterns.Count);
        Patterns.ForEach(pattern => writer.Write(pattern.ToString()));
    }

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static PromisePlace Read(BinaryReader reader, int keyCount, int questionCount)
    {
        var key = PatternOf(reader, keyCount);
        var place = new PromisePlace(key, PromiseState.ReadCount(reader, questionCount - 1));
        for (var i = 0; i < PromiseWatch.KeptBlocks; i++)
        {
            place._quiet[i] = PromiseState.ReadCount(reader);
            place._troubled[i] = PromiseState.ReadCount(reader);
        }

        for (var count = PromiseState.ReadCount(reader, PatternLimit); count > 0; count--)
        {
            place.Patterns.Add(PatternOf(reader, keyCount));
        }

        return place;
    }

    private static AnomalyPattern PatternOf(BinaryReader reader, int keyCount) => AnomalyPattern.ParseAll([reader.ReadString()], keyCount)[0];
}
