using LogGuard.Detection;
using LogGuard.Models;
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
        if (model.Values?.For(record.Key) is not { } values)
        {
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

        if (!values.IsUnusual(vector, out var judgement) || isAnomalous)
        {
            return;
        }

        var isExact = judgement.Feature.Kind != ValueFeatureKind.Measured;
        var pattern = AnomalyPattern.OfValue(stackalloc int[4], record.Key, values.Features.ToList().IndexOf(judgement.Feature), judgement.Value, isExact);
        if (!_feedback.IsNormal(pattern))
        {
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
