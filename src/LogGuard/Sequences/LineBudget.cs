namespace LogGuard.Sequences;

/// <summary>
/// Limits the memory of the last lines that open sessions keep, so that an anomaly at a session's end can show one. A line that finds
/// no room is released, and such an anomaly shows its template. No verdict depends on it. Only the reader touches it.
/// </summary>
/// <remarks>
/// Half of the budget is for any lines, and half is shared equally by the open sessions: a line within its share always finds room.
/// To measure a line costs as much as a tenth of its judgement, and most lines are replaced by the session's next one soon. So lines
/// are only measured once those that are not may take a quarter of the budget, or when no events come. One in eight is measured at once
/// to know how large they are.
/// </remarks>
/// <param name="limit">Number of bytes.</param>
internal sealed class LineBudget(long limit = LineBudget.DefaultLimit)
{
    /// <summary>
    /// 64 MB. The share of each of 10,000 open sessions, the default limit, is a line of 1,600 characters, several times a usual one.
    /// </summary>
    public const long DefaultLimit = 64L << 20;

    // The object, its properties and what else a line has beside its texts.
    private const long Overhead = 200;

    private const int SampleInterval = 8;

    private readonly List<Session> _unmeasured = [];
    private int _sampled;
    private double _meanSize;

    /// <summary>Number of bytes of the measured lines.</summary>
    public long Bytes { get; private set; }

    /// <summary>Number of lines that found no room.</summary>
    public long ReleasedCount { get; private set; }

    /// <summary>Notes that a session's last line was replaced.</summary>
    public void OnReplaced(Session session)
    {
        OnReleased(session);
        if (!session.HasUnmeasuredLine)
        {
            session.HasUnmeasuredLine = true;
            _unmeasured.Add(session);
        }
    }

    /// <summary>Notes that a session keeps no line any more.</summary>
    public void OnReleased(Session session)
    {
        Bytes -= session.LineBytes;
        session.LineBytes = 0;
    }

    /// <summary>Does <see cref="Measure"/> if the new lines may take much memory. Call between batches.</summary>
    /// <param name="openCount">Number of open sessions.</param>
    public void MeasureIfMuch(int openCount)
    {
        for (; _sampled < _unmeasured.Count; _sampled += SampleInterval)
        {
            if (_unmeasured[_sampled].LastRecord is { Line: { } line, Renderer: { } renderer })
            {
                // Fast up, since large lines come in bursts, and slowly down.
                var difference = SizeOf(line, renderer) - _meanSize;
                _meanSize += difference / (difference > 0 ? 4 : 64);
            }
        }

        if (_unmeasured.Count * Math.Max(Overhead, _meanSize) > limit / 4)
        {
            Measure(openCount);
        }
    }

    /// <summary>Measures the new lines, and releases those without room.</summary>
    /// <param name="openCount">Number of open sessions.</param>
    public void Measure(int openCount)
    {
        var share = limit / 2 / Math.Max(1, openCount);
        foreach (var session in _unmeasured)
        {
            session.HasUnmeasuredLine = false;
            if (session.LastRecord is not { Line: { } line, Renderer: { } renderer })
            {
                continue;
            }

            var size = SizeOf(line, renderer);
            if (size > share && Bytes + size > limit / 2)
            {
                session.ReleaseLine();
                ReleasedCount++;
            }
            else
            {
                session.LineBytes = size;
                Bytes += size;
            }
        }

        _unmeasured.Clear();
        _sampled = 0;
    }

    private static long SizeOf(object line, LineRenderer renderer)
    {
        try
        {
            return Overhead + Math.Max(0, renderer.GetSize(line));
        }
        catch (Exception)
        {
            // A value of the application's own type failed. The anomaly's line will fail in the same way, and show the template.
            return Overhead;
        }
    }
}
