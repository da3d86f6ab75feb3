using System.Globalization;
using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>A text without sessions, judged line by line. Its first normal lines are learnt, and all lines behind them judged.</summary>
internal sealed class LineStreamSet(string name, LineFormat format, IReadOnlyList<LabelledLine> lines) : ICalibrationSet
{
    // Places in the log.
    private readonly int[] _normal = [.. Enumerable.Range(0, lines.Count).Where(place => lines[place].Label == CaseLabel.Normal)];

    public string Name => name;

    public CaseSource Source => CaseSource.Lines;

    public int LearnableCount => _normal.Length;

    public CalibrationSplit Split(int learnt, int seed)
    {
        LabelledLine[] own = [.. _normal.Take(learnt).Select(place => lines[place])];
        LabelledLine[] rest = [.. lines.Skip(_normal[learnt - 1] + 1)];
        var keys = MinedKeys.Of(format, own.Concat(rest));
        CalibrationCase[] cases = [.. own.Concat(rest).Select((line, i) => new CalibrationCase((i - own.Length + 1).ToString(CultureInfo.InvariantCulture), [keys[i]], line.Label))];
        return new Stream(format, own, rest) { Learnt = cases[..own.Length], Judged = cases[own.Length..] };
    }

    private sealed class Stream(LineFormat format, LabelledLine[] own, LabelledLine[] rest) : CalibrationSplit
    {
        // Each line is one event, even if it does not fit the format: its position says which it is.
        private readonly TextLogOptions _reading = new() { JoinLineLimit = 0 };

        // Nor must days without a line end the session.
        public override void Configure(AnomalyDetectorOptions options) => options.Session.IdleTimeout = TimeSpan.FromDays(30);

        public override Task LearnAsync(AnomalyDetector detector, CancellationToken cancellation) => ReadAsync(detector, own, cancellation);

        public override Task JudgeAsync(AnomalyDetector detector, CancellationToken cancellation) => ReadAsync(detector, rest, cancellation);

        public override string? CaseOf(Anomaly anomaly) => anomaly.Position.ToString(CultureInfo.InvariantCulture);

        private Task ReadAsync(AnomalyDetector detector, LabelledLine[] text, CancellationToken cancellation) =>
            detector.ReadLinesAsync(new StringReader(string.Join('\n', text.Select(line => line.Text))), format, _reading, cancellation);
    }
}
