using LogGuard.Detection;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Cycle;
using LogGuard.Models.Values;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>Records the values of events for learning: while collecting, and for the next training while detecting.</summary>
/// <param name="learning">Provides the collectors of values.</param>
/// <param name="values">Reads the values.</param>
internal sealed class ValueRecorder(LearningCycle learning, EventValues values)
{
    /// <summary>Records the values of a collected event.</summary>
    public void Collect(in LogRecord record, double elapsed)
    {
        if (learning.Collector?.Values is not { } collector)
        {
            return;
        }

        // The first event of the key that still has its line provides the names.
        if (collector.IsNew(record.Key) && record is { Line: { } line, Renderer: { } renderer })
        {
            collector.Begin(record.Key, values.NamesOf(line, renderer), values.TextNamesOf(line, renderer));
        }

        if (collector.TryGet(record.Key, out var names, out var vector))
        {
            vector[0] = elapsed;
            values.Read(record, names, vector[1..]);
            collector.Take(record.Key, values.OccasionOf(record));
            CollectTexts(collector, record);
        }
    }

    /// <summary>Records the values of a judged event. Not called for an event that was anomalous at its place in the session.</summary>
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

    // Judging has already read the parameters of this key, and has replaced an unusual value by the nearest usual one.
    private void KeepJudged(ParameterValueCollector recent, in LogRecord record, ParameterValueModel model)
    {
        if (recent.IsNew(record.Key))
        {
            recent.Begin(
                record.Key, model.ParameterNames.ToArray(),
                record is { Line: { } line, Renderer: { } renderer } ? values.TextNamesOf(line, renderer) : null);
        }

        if (model.JudgesParameters && recent.TryGet(record.Key, out var names, out var kept) && names.SequenceEqual(model.ParameterNames))
        {
            values.Vector[..kept.Length].CopyTo(kept);
            recent.Take(record.Key, values.OccasionOf(record));
            CollectTexts(recent, record);
        }
        else
        {
            KeepUnjudged(recent, record, values.Vector[0]);
        }
    }

    // The parameters of this key are not judged, so a missing line is not counted as a missed value.
    private void KeepUnjudged(ParameterValueCollector recent, in LogRecord record, double elapsed)
    {
        if (recent.IsNew(record.Key) && record is { Line: { } line, Renderer: { } renderer })
        {
            recent.Begin(record.Key, values.NamesOf(line, renderer), values.TextNamesOf(line, renderer));
        }

        if (recent.TryGet(record.Key, out var names, out var kept) && (names.IsEmpty || record is { Line: not null, Renderer: not null }))
        {
            kept[0] = elapsed;
            values.Read(record, names, kept[1..]);
            recent.Take(record.Key, values.OccasionOf(record));
            CollectTexts(recent, record);
        }
    }

    private void CollectTexts(ParameterValueCollector collector, in LogRecord record)
    {
        if (collector.LooksForTexts(record.Key) && record is { Line: { } line, Renderer: { } renderer })
        {
            collector.BeginTexts(record.Key, values.TextNamesOf(line, renderer));
        }

        if (!collector.TryGetTexts(record.Key, out var names, out var marks) || !values.ReadTexts(record, names, marks))
        {
            return;
        }

        if (values.Model is { JudgesTexts: true } model)
        {
            LeaveOutUnusual(model, names, marks);
        }

        collector.TakeTexts(record.Key, values.OccasionOf(record));
    }

    // Judging has removed unusual texts from the vector.
    private void LeaveOutUnusual(ParameterValueModel model, ReadOnlySpan<string> names, Span<double> marks)
    {
        var texts = values.Vector[^model.TextNames.Length..];
        for (var i = 0; i < texts.Length; i++)
        {
            if (model.TextNames[i] != TextSeries.NotRead && double.IsNaN(texts[i]) && names.IndexOf(model.TextNames[i]) is var place and >= 0)
            {
                marks[place] = double.NaN;
            }
        }
    }
}
