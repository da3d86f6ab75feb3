namespace HdfsReplay;

/// <summary>The normal and anomalous test sessions, mixed in a seeded order.</summary>
internal sealed class LabelledSessions
{
    private readonly (int Number, bool IsAnomalous)[] _sessions;
    private readonly List<int[]> _distinct = [];
    private readonly Dictionary<(int Number, bool IsAnomalous), long> _occurrences = [];
    private readonly List<(int Number, bool IsAnomalous)> _origins = [];

    public LabelledSessions(HdfsSessions normal, HdfsSessions anomalous, int? limit, int seed)
    {
        _sessions = [.. normal.Order.Select(number => (number, false)), .. anomalous.Order.Select(number => (number, true))];
        new Random(seed).Shuffle(_sessions);
        if (limit < _sessions.Length)
        {
            Array.Resize(ref _sessions, limit.Value);
        }

        Sequences = [.. _sessions.Select(session => (session.IsAnomalous ? anomalous : normal).Distinct[session.Number])];
        for (var i = 0; i < _sessions.Length; i++)
        {
            if (!_occurrences.TryGetValue(_sessions[i], out var count))
            {
                _origins.Add(_sessions[i]);
                _distinct.Add(Sequences[i]);
            }

            _occurrences[_sessions[i]] = count + 1;
        }
    }

    public int Count => _sessions.Length;

    /// <summary>The keys of each session.</summary>
    public int[][] Sequences { get; }

    /// <summary>The distinct sequences. A sequence that is both normal and anomalous occurs twice.</summary>
    public IReadOnlyList<int[]> Distinct => _distinct;

    public bool IsAnomalous(int session) => _sessions[session].IsAnomalous;

    /// <summary>Returns the label of a distinct sequence and the number of its occurrences.</summary>
    public (bool IsAnomalous, long Count)[] Occurrences(int distinct) =>
        [(_origins[distinct].IsAnomalous, _occurrences[_origins[distinct]])];
}
