using LogGuard.Sequences;
using LogGuard.Workflows.Following;

namespace LogGuard.Workflows.Mining;

/// <summary>Distinct key sequences with the number of times each occurs. Projections make many traces equal; equal traces are merged.</summary>
internal sealed class TraceLog
{
    private readonly Dictionary<LogKeySequence, int> _numbers = [];
    private readonly List<int[]> _traces = [];
    private readonly List<long> _weights = [];

    public IReadOnlyList<int[]> Traces => _traces;

    public IReadOnlyList<long> Weights => _weights;

    /// <summary>Number of sessions.</summary>
    public long TotalWeight { get; private set; }

    /// <summary>Number of sessions without any key.</summary>
    public long EmptyWeight { get; private set; }

    public static TraceLog Of(IEnumerable<WorkflowTrace> traces)
    {
        var log = new TraceLog();
        foreach (var trace in traces)
        {
            log.Add(trace.Keys, trace.Count);
        }

        return log;
    }

    public void Add(int[] keys, long weight)
    {
        var sequence = new LogKeySequence(keys);
        if (!_numbers.TryGetValue(sequence, out var number))
        {
            _numbers.Add(sequence, number = _traces.Count);
            _traces.Add(keys);
            _weights.Add(0);
        }

        _weights[number] += weight;
        TotalWeight += weight;
        EmptyWeight += keys.Length == 0 ? weight : 0;
    }

    /// <summary>The log with only some of the keys.</summary>
    public TraceLog Project(Func<int, bool> keeps)
    {
        var log = new TraceLog();
        for (var i = 0; i < _traces.Count; i++)
        {
            log.Add(Array.FindAll(_traces[i], key => keeps(key)), _weights[i]);
        }

        return log;
    }

    /// <summary>The log without its empty traces.</summary>
    public TraceLog WithoutEmpty() => Where(trace => trace.Length > 0);

    public TraceLog Where(Func<int[], bool> keeps)
    {
        var log = new TraceLog();
        for (var i = 0; i < _traces.Count; i++)
        {
            if (keeps(_traces[i]))
            {
                log.Add(_traces[i], _weights[i]);
            }
        }

        return log;
    }
}
