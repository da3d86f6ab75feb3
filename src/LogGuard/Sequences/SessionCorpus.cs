using LogGuard.Keys;

namespace LogGuard.Sequences;

/// <summary>
/// The sessions collected for learning, in the order in which they closed. Logs repeat themselves, so equal sessions are
/// stored once, and the order is a list of their numbers.
/// </summary>
internal sealed class SessionCorpus
{
    private readonly Dictionary<LogKeySequence, int> _numbers = [];
    private readonly List<LogKeySequence> _distinct = [];
    private readonly List<int> _order = [];

    /// <summary>Number of sessions, including repetitions.</summary>
    public int Count => _order.Count;

    /// <summary>Number of events in all of them.</summary>
    public long EventCount { get; private set; }

    /// <summary>The distinct sequences, in order of first occurrence.</summary>
    public IReadOnlyList<LogKeySequence> Distinct => _distinct;

    /// <summary>The number of each session in <see cref="Distinct"/>, in order.</summary>
    public IReadOnlyList<int> Order => _order;

    public LogKeySequence this[int session] => _distinct[_order[session]];

    public void Add(LogKeySequence sequence)
    {
        if (!_numbers.TryGetValue(sequence, out var number))
        {
            number = _distinct.Count;
            _distinct.Add(sequence);
            _numbers.Add(sequence, number);
        }

        _order.Add(number);
        EventCount += sequence.Keys.Length;
    }

    /// <summary>The sessions of two corpora, in their order.</summary>
    public static SessionCorpus Join(SessionCorpus first, SessionCorpus second)
    {
        if (first.Count == 0)
        {
            return second;
        }

        var joined = new SessionCorpus();
        joined.Add(first);
        joined.Add(second);
        return joined;
    }

    /// <summary>Adds the sessions of another corpus.</summary>
    public void Add(SessionCorpus other)
    {
        foreach (var number in other._order)
        {
            Add(other._distinct[number]);
        }
    }

    /// <summary>
    /// The sessions with each merged key replaced by the key that it was merged into; this object if there are no merged
    /// keys.
    /// </summary>
    public SessionCorpus Resolve(LogKeyVocabulary vocabulary) => vocabulary.HasAliases ? WithKeys(vocabulary.Resolve) : this;

    /// <summary>The sessions with other keys.</summary>
    /// <param name="keyOf">Returns the other key.</param>
    public SessionCorpus WithKeys(Func<int, int> keyOf)
    {
        var distinct = _distinct.ConvertAll(sequence => sequence.WithKeys(keyOf));
        var others = new SessionCorpus();
        foreach (var number in _order)
        {
            others.Add(distinct[number]);
        }

        return others;
    }

    /// <summary>The number of occurrences of each distinct sequence among some of the sessions.</summary>
    public IEnumerable<(LogKeySequence Sequence, int Count)> Weighted(Range sessions)
    {
        var (start, length) = sessions.GetOffsetAndLength(Count);
        var counts = new int[_distinct.Count];
        for (var i = start; i < start + length; i++)
        {
            counts[_order[i]]++;
        }

        for (var number = 0; number < counts.Length; number++)
        {
            if (counts[number] > 0)
            {
                yield return (_distinct[number], counts[number]);
            }
        }
    }
}
