using System.Globalization;
using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>A text without sessions, judged line by line. Its first normal lines are learnt, and all lines behind them judged.</summary>
internal sealed class LineStreamSet(string name, LineFormat format, IReadOnlyList<LabelledLine> lines) : ICalibrationSet
{
    private readonly int _normal = lines.Count(line => line.Label == CaseLabel.Normal);

    public string Name => name;

    public CaseSource Source => CaseSource.Lines;

    public int LearnableCount => _normal;

    public CalibrationSplit Split(int learnt, int seed)
    {
        var own = lines.Where(line => line.Label == CaseLabel.Normal).Take(learnt).ToArray();
        LabelledLine[] rest = [.. lines.SkipWhile((line, _) => line != own[^1]).Skip(1)];
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
