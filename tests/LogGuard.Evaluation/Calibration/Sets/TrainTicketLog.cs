using System.Globalization;
using LogGuard.Models.Values;
using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>
/// One day of TrainTicket (IntelligentDDS/Nezha): 40 services under load, with injected faults. Its lines are
/// "date time LEVEL service class#line trace: message", and class#line is the statement that logged the line.
/// </summary>
internal sealed class TrainTicketLog
{
    private const string Folder = "trainticket/trainticket-day1";

    // Chosen with the labels of the log: a line that is late within this time of an injection is late by the fault.
    private static readonly TimeSpan FaultTime = TimeSpan.FromSeconds(60);

    private readonly DateTime[] _faults;

    private TrainTicketLog()
    {
        _faults = [.. File.ReadLines(DataFiles.Find($"{Folder}.faults.csv")).Skip(1).Select(row => TimeOf(row.Split(',')[0]))];
        var labels = File.ReadLines(DataFiles.Find($"{Folder}.labels.csv")).Skip(1).Select(row => row.Split(',')).ToDictionary(row => row[0], row => LabelOf(row[^1]));
        foreach (var line in DataFiles.ReadLines($"{Folder}.log.gz"))
        {
            var parts = line.Split(' ', 7);
            var trace = parts[5].TrimEnd(':');
            if (labels.TryGetValue(trace, out var label) && label is { } known)
            {
                Lines.Add(new Line(trace, known, parts[4], TimeOf($"{parts[0]} {parts[1]}"), LevelOf(parts[2]), $"{parts[0]} {parts[1]} {parts[2]} {parts[3]} {parts[5]} {parts[6]}"));
            }
        }
    }

    /// <summary>The lines of all traces whose label is clear, in order of time.</summary>
    public List<Line> Lines { get; } = [];

    /// <summary>The lines of all traces whose label is clear, in order of time.</summary>
    public static IReadOnlyList<Line> Read() => new TrainTicketLog().Lines;

    /// <summary>By known statements.</summary>
    public static ICalibrationSet ReadKeys(bool isDrawn)
    {
        var log = new TrainTicketLog();
        return new TimedKeySet("trainticket", log.Lines, isDrawn, log.IsLateByFault);
    }

    /// <summary>As text, without the statements.</summary>
    public static ICalibrationSet ReadText(bool isDrawn)
    {
        var log = new TrainTicketLog();
        var format = LineFormat.Parse("<Date> <Time> <Level> <Service> <Trace>: <Content>");
        return new TextSessionSet("trainticket-text", format, "Trace", [.. log.Lines.Select(line => new LabelledLine(line.Text, line.Trace, line.Label))], isDrawn, log.IsLateByFault);
    }

    /// <summary>Whether a fault explains that a line is late; a detector reports no delay below one second.</summary>
    private bool IsLateByFault(Anomaly anomaly) =>
        anomaly is { Kind: AnomalyKind.UnusualValue, UnusualValue: { Name: ParameterValueSeries.ElapsedTime } value }
        && value.Value >= 1
        && Array.Exists(_faults, fault => anomaly.Timestamp.UtcDateTime >= fault && anomaly.Timestamp.UtcDateTime <= fault + FaultTime);

    // "unclear" is left out, "slow" may be found or not: no fault was injected into the trace, and yet it hung.
    private static CaseLabel? LabelOf(string label) => label switch
    {
        "normal" => CaseLabel.Normal,
        "fault" => CaseLabel.Anomalous,
        "slow" => CaseLabel.Unscored,
        _ => null,
    };

    private static LogSeverity LevelOf(string level) => level switch
    {
        "ERROR" => LogSeverity.Error,
        "WARN" => LogSeverity.Warning,
        _ => LogSeverity.Information,
    };

    private static DateTime TimeOf(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>One line.</summary>
    internal sealed record Line(string Trace, CaseLabel Label, string Statement, DateTime Time, LogSeverity Severity, string Text);
}
