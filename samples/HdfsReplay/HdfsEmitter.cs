using Serilog;
using Serilog.Events;

namespace HdfsReplay;

/// <summary>
/// Logs sessions as HDFS would: each key by its message template, with the block's nodes, sizes and paths as values, and many
/// blocks at the same time.
/// </summary>
internal sealed class HdfsEmitter(ILogger log, int seed)
{
    /// <summary>Number of concurrent sessions.</summary>
    public const int Concurrency = 1000;

    private static readonly DateTimeOffset Start = new(2008, 11, 9, 20, 35, 18, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private readonly HdfsLineValues _values = new(seed);

    // One array per number of placeholders: Serilog requires the exact length and copies the values.
    private readonly object?[][] _holes = [.. Enumerable.Range(0, 8).Select(length => new object?[length])];
    private long _eventCount;

    /// <summary>Events logged so far.</summary>
    public long EventCount => _eventCount;

    /// <summary>Logs sessions, interleaved.</summary>
    /// <param name="sessions">The keys of each session.</param>
    /// <param name="firstNumber">The number of the first block id; further ids count up from it.</param>
    /// <param name="progress">Receives the number of sessions begun.</param>
    public void Emit(IReadOnlyList<int[]> sessions, int firstNumber, Action<int>? progress = null)
    {
        var open = new List<OpenSession>(Concurrency);
        var next = 0;
        while (next < sessions.Count || open.Count > 0)
        {
            while (open.Count < Concurrency && next < sessions.Count)
            {
                open.Add(new OpenSession(sessions[next], firstNumber + next, HdfsLineValues.BlockId(firstNumber + next)));
                next++;
                if (next % 1024 == 0 || next == sessions.Count)
                {
                    progress?.Invoke(next);
                }
            }

            var slot = _random.Next(open.Count);
            var session = open[slot];
            Log(session);
            if (++session.Position == session.Keys.Length)
            {
                open[slot] = open[^1];
                open.RemoveAt(open.Count - 1);
            }
        }
    }

    private void Log(OpenSession session)
    {
        ref readonly var template = ref HdfsTemplates.For(session.Keys[session.Position]);
        var holes = _holes[template.Holes.Length];
        _values.Fill(template, session.BlockId, session.Number, session.Position, holes);
        if (log.BindMessageTemplate(template.Template, holes, out var parsed, out var properties))
        {
            // Event time advances by a millisecond per event, unlike the clock.
            var timestamp = Start.AddMilliseconds(_eventCount++);
            log.Write(new LogEvent(timestamp, template.Level, null, parsed, properties));
        }
    }

    private sealed class OpenSession(int[] keys, int number, string blockId)
    {
        public readonly int[] Keys = keys;
        public readonly int Number = number;
        public readonly string BlockId = blockId;
        public int Position;
    }
}
