namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>Sessions of known statements with their times and levels. The first normal ones, in order of time, are learnt.</summary>
internal sealed class TimedKeySet : ICalibrationSet
{
    private readonly List<TrainTicketLog.Line> _lines;
    private readonly Func<Anomaly, bool> _isExcused;
    private readonly List<CalibrationCase> _cases = [];
    private readonly List<CalibrationCase> _normal;

    public TimedKeySet(string name, List<TrainTicketLog.Line> lines, Func<Anomaly, bool> isExcused)
    {
        (Name, _lines, _isExcused) = (name, lines, isExcused);
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var trace in lines.GroupBy(line => line.Trace))
        {
            // Groups come in the order of their first lines.
            _cases.Add(new CalibrationCase(trace.Key, [.. trace.Select(line => keys.TryAdd(line.Statement, keys.Count) ? keys.Count - 1 : keys[line.Statement])], trace.First().Label));
        }

        _normal = _cases.FindAll(one => one.Label == CaseLabel.Normal);
    }

    public string Name { get; }

    public CaseSource Source => CaseSource.Keys;

    public int LearnableCount => _normal.Count;

    public CalibrationSplit Split(int learnt, int seed)
    {
        var own = _normal.Take(learnt).ToArray();
        return new KeySplit(Events, _isExcused) { Learnt = own, Judged = [.. _cases.Except(own)] };
    }

    private IEnumerable<KeyEvent> Events(IReadOnlyList<CalibrationCase> cases)
    {
        var left = cases.ToDictionary(one => one.Id, one => one.Keys.Length);
        return _lines.Where(line => left.ContainsKey(line.Trace))
            .Select(line => new KeyEvent(line.Trace, line.Statement, line.Time.Ticks, line.Severity, --left[line.Trace] == 0));
    }
}
