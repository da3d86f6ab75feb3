namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>Sessions of known statements with their times and levels. The first normal ones, in order of time, are learnt, or some that are drawn.</summary>
internal sealed class TimedKeySet : ICalibrationSet
{
    // Longer than the log, and whole days: times of day stay what they are.
    private static readonly TimeSpan LaterBy = TimeSpan.FromDays(1);

    private readonly List<TrainTicketLog.Line> _lines;
    private readonly bool _isDrawn;
    private readonly Func<Anomaly, bool> _isExcused;
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly List<CalibrationCase> _cases = [];
    private readonly List<CalibrationCase> _normal;

    public TimedKeySet(string name, List<TrainTicketLog.Line> lines, bool isDrawn, Func<Anomaly, bool> isExcused)
    {
        (Name, _lines, _isDrawn, _isExcused) = (name, lines, isDrawn, isExcused);
        foreach (var trace in lines.GroupBy(line => line.Trace))
        {
            // Groups come in the order of their first lines.
            _cases.Add(new CalibrationCase(trace.Key, [.. trace.Select(line => _keys.TryAdd(line.Statement, _keys.Count) ? _keys.Count - 1 : _keys[line.Statement])], trace.First().Label));
        }

        _normal = _cases.FindAll(one => one.Label == CaseLabel.Normal);
    }

    public string Name { get; }

    public CaseSource Source => CaseSource.Keys;

    public int LearnableCount => _normal.Count;

    public CalibrationSplit Split(int learnt, int seed)
    {
        var own = LearntPart.Of(_normal, learnt, _isDrawn, seed);
        return new KeySplit(Events, LaterBy, _isExcused) { Learnt = own, Judged = [.. _cases.Except(own)] };
    }

    private IEnumerable<KeyEvent> Events(IReadOnlyList<CalibrationCase> cases)
    {
        var left = cases.ToDictionary(one => one.Id, one => one.Keys.Length);
        return _lines.Where(line => left.ContainsKey(line.Trace))
            .Select(line => new KeyEvent(line.Trace, ExactTemplate.Of(line.Statement, _keys[line.Statement]), line.Time.Ticks, line.Severity, --left[line.Trace] == 0));
    }
}
