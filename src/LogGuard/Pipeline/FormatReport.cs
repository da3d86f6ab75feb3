using LogGuard.Diagnostics;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>Says which format was chosen for a text log, and reports while it is read that a format fits hardly any line.</summary>
/// <param name="log">The log's name in messages.</param>
/// <param name="diagnostics">Receives the messages; null for none.</param>
internal sealed class FormatReport(string log, DiagnosticLog? diagnostics)
{
    // The number of lines that show the format of a log.
    private const int Window = FormatDetector.SampleLimit;

    // Fewer lines of a log that goes on prove nothing.
    private const int FewestLines = 10;

    // Enough lines to find another format by, and short enough for a flood of long ones.
    private const int MaxKept = 50;
    private const int MaxLength = 4_096;

    private readonly List<string> _misfits = [];
    private long _lines;
    private long _misfitCount;
    private long _seen;

    /// <summary>Says which format was chosen by the first lines.</summary>
    public void TellChoice(FormatMatch match, string? field)
    {
        if (match.IsConvincing)
        {
            diagnostics?.Tell($"{log} is read as {match.Format.Name}, the ready format that fits its first lines best: {match.FitCount} of {match.LineCount}. Format chooses another.");
        }
        else
        {
            var nearest = match.FitCount > 0 ? $"; the nearest, {match.Format.Name}, fits {match.FitCount} of them" : "";
            var missing = field is null ? "" : $" that has the field {field}";
            diagnostics?.Warn($"no ready format{missing} fits the first {match.LineCount} lines of {log}{nearest}. Each line is a message as a whole, without a time and a level, until Format names its fields.");
        }
    }

    /// <summary>Tells how the day and month of a log's dates were told apart, once it is known.</summary>
    public void TellDates(DateOrder dates)
    {
        if (dates.TakeNews() is { } news)
        {
            diagnostics?.Tell($"{log}: {news}.");
        }
    }

    /// <summary>Takes note of a line that the joiner has taken.</summary>
    public void See(ReadOnlySpan<char> line, EventJoiner joiner, LineFormat format)
    {
        _lines++;
        var misfits = joiner.UnfitCount + joiner.JoinedUnfitCount;
        if (misfits != _seen)
        {
            _seen = misfits;
            _misfitCount++;
            if (_misfits.Count < MaxKept && line.Length <= MaxLength)
            {
                _misfits.Add(line.ToString());
            }
        }

        if (_lines >= Window)
        {
            Judge(format);
        }
    }

    /// <summary>Judges the lines since the last time, because no further ones come for now.</summary>
    public void JudgeRest(LineFormat format, bool isEnd)
    {
        if (_lines >= FewestLines || isEnd)
        {
            Judge(format);
        }
    }

    /// <summary>Begins anew, with another joiner.</summary>
    public void Restart()
    {
        _misfits.Clear();
        (_lines, _misfitCount, _seen) = (0, 0, 0);
    }

    private void Judge(LineFormat format)
    {
        var (lines, misfits) = (_lines, _misfitCount);
        if (misfits * 2 > lines)
        {
            var nearest = FormatDetector.FindBest(_misfits);
            var isHardlyAny = misfits * 10 > lines * 9;
            if (isHardlyAny || (nearest.IsConvincing && nearest.Format != format))
            {
                var other = nearest.FitCount > 0 && nearest.Format.Name != format.Name
                    ? $"The nearest ready format is {nearest.Format.Name}, which fits {nearest.FitCount} of {nearest.LineCount} others."
                    : "No ready format fits the others: Format takes the fields of a line, such as <Date> <Time> <Level> <Content>.";
                diagnostics?.TellRepeated(
                    $"format of {log}", _ => $"{log}: the format {format.Name} fits {lines - misfits} of the last {lines} lines. {other}");
            }
        }

        _misfits.Clear();
        (_lines, _misfitCount) = (0, 0);
    }
}
