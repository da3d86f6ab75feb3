namespace LogGuard.Workflows.Mining;

/// <summary>Relations between the keys of a log, counted in sessions. Keys are numbered densely, in ascending order.</summary>
internal sealed class TraceRelations
{
    private readonly double _noise;
    private readonly long[,] _together;
    private readonly long[,] _before;
    private readonly long[,] _directly;
    private readonly long[] _starts;
    private readonly long[] _ends;
    private readonly long[] _repeats;
    private readonly long _total;

    public TraceRelations(TraceLog log, double noise)
    {
        _noise = noise;
        _total = log.TotalWeight;
        Keys = [.. log.Traces.SelectMany(trace => trace).Distinct().Order()];
        var count = Keys.Length;
        var numbers = Keys.Select((key, number) => (key, number)).ToDictionary(pair => pair.key, pair => pair.number);
        (_together, _before, _directly) = (new long[count, count], new long[count, count], new long[count, count]);
        (_starts, _ends, _repeats) = (new long[count], new long[count], new long[count]);

        var (first, last) = (new int[count], new int[count]);
        var present = new List<int>();
        var direct = new HashSet<(int, int)>();
        for (var i = 0; i < log.Traces.Count; i++)
        {
            var (trace, weight) = (log.Traces[i], log.Weights[i]);
            if (trace.Length == 0)
            {
                continue;
            }

            present.Clear();
            direct.Clear();
            Array.Fill(first, -1);
            for (var position = 0; position < trace.Length; position++)
            {
                var number = numbers[trace[position]];
                last[number] = position;
                if (first[number] < 0)
                {
                    first[number] = position;
                    present.Add(number);
                }

                if (position > 0)
                {
                    direct.Add((numbers[trace[position - 1]], number));
                }
            }

            _starts[numbers[trace[0]]] += weight;
            _ends[numbers[trace[^1]]] += weight;
            foreach (var (from, to) in direct)
            {
                _directly[from, to] += weight;
            }

            foreach (var left in present)
            {
                _repeats[left] += first[left] < last[left] ? weight : 0;
                foreach (var right in present)
                {
                    _together[left, right] += weight;
                    _before[left, right] += first[left] < last[right] ? weight : 0;
                }
            }
        }
    }

    /// <summary>The keys by number.</summary>
    public int[] Keys { get; }

    public int Count => Keys.Length;

    /// <summary>Whether sessions have both keys.</summary>
    public bool AreTogether(int left, int right) =>
        _together[left, right] > _noise * Math.Min(_together[left, left], _together[right, right]);

    /// <summary>Whether some left key comes before some right key.</summary>
    public bool Precedes(int left, int right) => _before[left, right] > _noise * _together[left, right];

    /// <summary>Whether a right key comes directly after a left key.</summary>
    public bool DirectlyPrecedes(int left, int right) => _directly[left, right] > _noise * _together[left, right];

    /// <summary>Whether sessions begin with the key.</summary>
    public bool IsStart(int number) => _starts[number] > _noise * _total;

    /// <summary>Whether sessions end with the key.</summary>
    public bool IsEnd(int number) => _ends[number] > _noise * _total;

    /// <summary>Whether the key occurs more than once in a session.</summary>
    public bool Repeats(int number) => _repeats[number] > _noise * _together[number, number];
}
