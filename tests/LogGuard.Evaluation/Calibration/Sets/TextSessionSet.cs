using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>A text with sessions. The first normal ones, in order of time, are learnt, or some that are drawn.</summary>
internal sealed class TextSessionSet(string name, LineFormat format, string? sessionField, IReadOnlyList<LabelledLine> lines, bool isDrawn, Func<Anomaly, bool>? isExcused = null) : ICalibrationSet
{
    private readonly string[] _normal = [.. lines.GroupBy(line => line.Session).Where(session => session.First().Label == CaseLabel.Normal).Select(session => session.Key)];

    public string Name => name;

    public CaseSource Source => CaseSource.Text;

    public int LearnableCount => _normal.Length;

    public CalibrationSplit Split(int learnt, int seed)
    {
        var own = LearntPart.Of(_normal, learnt, isDrawn, seed).ToHashSet(StringComparer.Ordinal);
        var parts = lines.ToLookup(line => own.Contains(line.Session));
        var keys = MinedKeys.Of(format, parts[true].Concat(parts[false]));
        var cases = parts[true].Concat(parts[false]).Zip(keys).GroupBy(line => line.First.Session)
            .Select(session => new CalibrationCase(session.Key, [.. session.Select(line => line.Second)], session.First().First.Label)).ToArray();
        return new Text(format, new TextLogOptions { SessionField = sessionField }, parts, isExcused)
        {
            Learnt = [.. cases.Where(one => own.Contains(one.Id))],
            Judged = [.. cases.Where(one => !own.Contains(one.Id))],
        };
    }

    private sealed class Text(LineFormat format, TextLogOptions reading, ILookup<bool, LabelledLine> parts, Func<Anomaly, bool>? isExcused) : CalibrationSplit
    {
        public override Task LearnAsync(AnomalyDetector detector, CancellationToken cancellation) => ReadAsync(detector, parts[true], cancellation);

        public override Task JudgeAsync(AnomalyDetector detector, CancellationToken cancellation) => ReadAsync(detector, parts[false], cancellation);

        public override bool IsExcused(Anomaly anomaly) => isExcused?.Invoke(anomaly) ?? false;

        private Task ReadAsync(AnomalyDetector detector, IEnumerable<LabelledLine> own, CancellationToken cancellation) =>
            detector.ReadLinesAsync(new StringReader(string.Join('\n', own.Select(line => line.Text))), format, reading, cancellation);
    }
}
