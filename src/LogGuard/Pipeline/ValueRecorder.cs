using LogGuard.Detection;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Cycle;
using LogGuard.Models.Values;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>Keeps the values of events to learn from: while collecting, and, for the next training, while detecting.</summary>
/// <param name="learning">Knows what is wanted.</param>
/// <param name="values">Reads them.</param>
internal sealed class ValueRecorder(LearningCycle learning, EventValues values)
{
    /// <summary>Keeps the values of an event that is collected.</summary>
    public void Collect(in LogRecord record, double elapsed)
    {
        if (learning.Collector?.Values is not { } collector)
        {
            return;
        }

        // Names are asked for with the key's first line that there still is.
        if (collector.IsNew(record.Key) && record is { Line: { } line, Renderer: { } renderer })
        {
            collector.Begin(record.Key, values.NamesOf(line, renderer));
        }

        if (collector.TryGet(record.Key, out var names, out var vector))
        {
            vector[0] = elapsed;
            values.Read(record, names, vector[1..]);
            collector.Take(record.Key);
        }
    }

    /// <summary>Keeps the values of an event that was judged, unless its place in the session was wrong.</summary>
    public void Keep(in LogRecord record, double elapsed)
    {
        if (learning.RecentValues is not { } recent || !(recent.Wants(record.Key) || recent.IsNew(record.Key)))
        {
            return;
        }

        if (values.Model is { } model)
        {
            KeepJudged(recent, record, model);
        }
        else
        {
            KeepUnjudged(recent, record, elapsed);
        }
    }

    // The parameters of this key were read to be judged, or need not be. An unusual value was replaced by the nearest usual one.
    private void KeepJudged(ParameterValueCollector recent, in LogRecord record, ParameterValueModel model)
    {
        if (recent.IsNew(record.Key))
        {
            recent.Begin(record.Key, model.ParameterNames.ToArray());
        }

        if (model.JudgesParameters && recent.TryGet(record.Key, out var names, out var kept) && names.SequenceEqual(model.ParameterNames))
        {
            values.Vector.CopyTo(kept);
            recent.Take(record.Key);
        }
        else
        {
            KeepUnjudged(recent, record, values.Vector[0]);
        }
    }

    // The parameters of this key are not judged: a line that was left behind is not missed, so it is not counted.
    private void KeepUnjudged(ParameterValueCollector recent, in LogRecord record, double elapsed)
    {
        if (recent.IsNew(record.Key) && record is { Line: { } line, Renderer: { } renderer })
        {
            recent.Begin(record.Key, values.NamesOf(line, renderer));
        }

        if (recent.TryGet(record.Key, out var names, out var kept) && (names.IsEmpty || record is { Line: not null, Renderer: not null }))
        {
            kept[0] = elapsed;
            values.Read(record, names, kept[1..]);
            recent.Take(record.Key);
        }
    }
}
