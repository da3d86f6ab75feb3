using LogGuard.Detection;
using LogGuard.Learning.Collecting;
using LogGuard.Models.Values;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>Values of events: read on the reader's thread, from the door's own event, and only where they are wanted.</summary>
internal sealed partial class EventProcessor
{
    private readonly string? _sessionProperty;
    private double[] _vector = new double[16];

    // By the events' own clock. A session's first line follows none.
    private static double SecondsSinceLast(Session session, in LogRecord record) =>
        session.Length == 0 ? double.NaN : Math.Max(0, (record.Timestamp - session.LastRecord.Timestamp) / (double)TimeSpan.TicksPerSecond);

    // One line raises one anomaly: where its key is wrong, its values only become history.
    private void JudgeValues(SessionModel model, Session session, in LogRecord record, double elapsed, bool isAnomalous)
    {
        // Where it is decided whether the values are kept, too, so that they are read once.
        var recent = Learning.RecentValues is { } kept && !isAnomalous && (kept.Wants(record.Key) || kept.IsNew(record.Key)) ? kept : null;
        if (model.Values?.For(record.Key) is not { } values)
        {
            if (recent is not null)
            {
                Keep(recent, record, elapsed);
            }

            return;
        }

        if (_vector.Length < values.Features.Count)
        {
            _vector = new double[values.Features.Count];
        }

        var vector = _vector.AsSpan(0, values.Features.Count);
        vector[0] = elapsed;
        if (values.JudgesParameters)
        {
            session.MissesValues |= !Read(record, values.ParameterNames, vector[1..]);
        }
        else
        {
            vector[1..].Fill(double.NaN);
        }

        var isUnusual = values.IsUnusual(vector, out var judgement);
        if (!isUnusual)
        {
            Keep(recent, record, elapsed, values, vector);
            return;
        }

        if (isAnomalous)
        {
            return;
        }

        var isExact = judgement.Feature.Kind != ValueFeatureKind.Measured;
        var feature = values.Features.ToList().IndexOf(judgement.Feature);
        var pattern = AnomalyPattern.OfValue(stackalloc int[4], record.Key, feature, judgement.Value, isExact, judgement.Value < judgement.Low);
        if (_feedback.IsNormal(pattern))
        {
            Keep(recent, record, elapsed, values, vector);
        }
        else
        {
            values.DrawIn(vector);
            Keep(recent, record, elapsed: vector[0], values, vector);

            // What is missing at the session's end has another cause, so it is not counted as an anomaly of the session.
            Post(session, _explainer.ExplainValue(model, session, record, judgement, pattern));
        }
    }

    private void CollectValues(in LogRecord record, double elapsed)
    {
        if (Learning.Collector?.Values is not { } values)
        {
            return;
        }

        // Names are asked for with the key's first line that there still is.
        if (values.IsNew(record.Key) && record is { Line: { } line, Renderer: { } renderer })
        {
            values.Begin(record.Key, NamesOf(line, renderer));
        }

        if (values.TryGet(record.Key, out var names, out var vector))
        {
            vector[0] = elapsed;
            Read(record, names, vector[1..]);
            values.Take(record.Key);
        }
    }

    // Of a key whose parameters were read to be judged, or need not be.
    private void Keep(ParameterValueCollector? recent, in LogRecord record, double elapsed, ParameterValueModel values, ReadOnlySpan<double> vector)
    {
        if (recent is null)
        {
            return;
        }

        if (recent.IsNew(record.Key))
        {
            recent.Begin(record.Key, values.ParameterNames.ToArray());
        }

        if (values.JudgesParameters && recent.TryGet(record.Key, out var names, out var kept) && names.SequenceEqual(values.ParameterNames))
        {
            vector.CopyTo(kept);
            recent.Take(record.Key);
        }
        else
        {
            Keep(recent, record, elapsed);
        }
    }

    // Of a key whose parameters are not judged: what a line that was left behind had is not missed, so it is not counted.
    private void Keep(ParameterValueCollector recent, in LogRecord record, double elapsed)
    {
        if (recent.IsNew(record.Key) && record is { Line: { } line, Renderer: { } renderer })
        {
            recent.Begin(record.Key, NamesOf(line, renderer));
        }

        if (recent.TryGet(record.Key, out var names, out var kept) && (names.IsEmpty || record is { Line: not null, Renderer: not null }))
        {
            kept[0] = elapsed;
            Read(record, names, kept[1..]);
            recent.Take(record.Key);
        }
    }

    private IEnumerable<string> NamesOf(object line, LineRenderer renderer)
    {
        try
        {
            // What names the session is the same in all of its lines and no quantity.
            return renderer.GetValueNames(line).Where(name => name != _sessionProperty);
        }
        catch (Exception)
        {
            Counters.ValuesMissed++;
            return [];
        }
    }

    private bool Read(in LogRecord record, ReadOnlySpan<string> names, Span<double> values)
    {
        if (names.IsEmpty)
        {
            return true;
        }

        try
        {
            if (record is { Line: { } line, Renderer: { } renderer })
            {
                renderer.ReadValues(line, names, values);
                return true;
            }
        }
        catch (Exception)
        {
            // A property of the application's own kind; its values are missing, and counted.
        }

        values.Fill(double.NaN);
        Counters.ValuesMissed++;
        return false;
    }
}
