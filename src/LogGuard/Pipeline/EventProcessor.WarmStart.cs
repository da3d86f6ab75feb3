using System.Runtime.CompilerServices;
using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning.Training;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>Judges by recorded flows until there is a model, and records flows.</summary>
internal sealed partial class EventProcessor
{
    private readonly FlowJudge? _warm;
    private readonly Dictionary<string, string>? _buildTemplates;

    // The keys that came at level Warning or above while collecting.
    private readonly KeySet _warningKeys = new();

    /// <summary>Ends all sessions, and returns those collected so far as flows; null once the training has begun.</summary>
    public LogFlows? CollectFlows()
    {
        if (Learning.Collector is null)
        {
            return null;
        }

        // The last end may start the training.
        EndAll();
        if (Learning.Collector is not { } collector)
        {
            return null;
        }

        var sessions = collector.Corpus.Resolve(_vocabulary).Distinct.Where(sequence => sequence.IsWhole && !sequence.Keys.Contains(LogKey.Unknown));
        return LogFlows.Of(
            sessions.Select(sequence => Array.ConvertAll(sequence.Keys, _vocabulary.GetTemplate)),
            Learning.SeenKeys.Keys.Select(key => _vocabulary.GetTemplate(_vocabulary.Resolve(key))),
            _warningKeys.Keys.Select(key => _vocabulary.GetTemplate(_vocabulary.Resolve(key))));
    }

    // The state of each template of the build; null if the build was not read.
    private static Dictionary<string, string>? BuildTemplatesOf(EventProcessorParts parts)
    {
        // With these settings a key is more than the template that the build has.
        var keys = parts.Options.Keys;
        return parts.Flows?.NeverRun is { } neverRun && !keys.ByCategory && !keys.ByEventId && keys.PropertiesInKey.Count == 0
            ? neverRun.Select(template => (template, "known to this build, never run by its tests"))
                .Concat(parts.Flows.Run.Select(template => (template, "run by the tests of this build")))
                .ToDictionary(StringComparer.Ordinal)
            : null;
    }

    private FlowJudge? BeginWarm(EventProcessorParts parts)
    {
        if (parts.Flows is not { } flows)
        {
            return null;
        }

        if (Learning.State != DetectorState.Collecting)
        {
            _diagnostics.Tell($"the flows of {parts.Options.Training.WarmStart} are not needed, because there is a model.");
            return null;
        }

        var warm = new FlowJudge(flows, _vocabulary, _feedback, _diagnostics);

        // Their tests ran them, so that rare ones are not unknown to a model that never saw them.
        Learning.SeenKeys.Add(warm.Keys);
        return warm;
    }

    // NoInlining: only runs until there is a model.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void JudgeWarm(FlowJudge warm, Session session, in LogRecord record)
    {
        Counters.Scored++;
        if (!warm.Model.IsAnomalous(session, record, double.NaN, _values, out var verdict))
        {
            return;
        }

        var anomaly = _explainer.Explain(warm.Model, session, record, verdict);
        if (verdict.Kind == AnomalyKind.UnknownKey)
        {
            // Reported once, then a line that production has and tests lack.
            warm.Model.Symbols.See([record.Key]);
            Raise(session, WithBuild(anomaly with { Reason = "no recorded flow has a line like this" }));
        }
        else
        {
            Raise(session, anomaly);
            session.StopCollecting();
        }
    }

    // The reason has it, too, since a person on call reads that.
    private Anomaly WithBuild(Anomaly anomaly)
    {
        if (_buildTemplates is null || anomaly.Kind != AnomalyKind.UnknownKey)
        {
            return anomaly;
        }

        var isInBuild = _buildTemplates.TryGetValue(anomaly.Template, out var origin);
        return anomaly with { IsInBuild = isInBuild, Reason = $"{anomaly.Reason}; its template is {origin ?? "unknown to this build"}" };
    }
}
