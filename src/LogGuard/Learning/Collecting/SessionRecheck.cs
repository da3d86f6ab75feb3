using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// Judges kept sessions again by the model and the answers as they are now. An anomaly that was answered since is normal; a
/// session that was normal is not, once its pattern is marked anomalous.
/// </summary>
internal sealed class SessionRecheck(SessionModel model)
{
    private readonly Session _session = new(Math.Max(model.WindowSize, 1));

    // Most sessions are like others.
    private readonly Dictionary<LogKeySequence, bool> _verdicts = [];

    /// <summary>Whether anything in the session would be reported now.</summary>
    public bool IsReported(LogKeySequence sequence)
    {
        if (!_verdicts.TryGetValue(sequence, out var isReported))
        {
            _verdicts.Add(sequence, isReported = Judge(sequence));
        }

        return isReported;
    }

    /// <summary>Whether the elapsed time of any step was marked anomalous.</summary>
    public bool IsMarkedLate(SessionStep[] steps, LogKeyVocabulary vocabulary) =>
        model.Marks is { } marks && Array.Exists(steps, step => step.ElapsedTicks > 0 && marks.IsMarkedAnomalous(AnomalyPattern.OfValue(
            stackalloc int[4], vocabulary.Resolve(step.Key), feature: 0, step.ElapsedTicks / TimeSpan.TicksPerSecond, isExact: false)));

    private bool Judge(LogKeySequence sequence)
    {
        // A part is judged as one of the stream, whose loops may run as often as they like.
        _session.Open(sequence.HasEnd ? SessionId.From("kept") : SessionId.Stream, collects: false);
        if (!sequence.HasStart)
        {
            _session.SkipWindow(model.WindowSize);
        }

        foreach (var key in sequence.Keys)
        {
            // The counts of a part are incomplete and not judged.
            if (model.IsAnomalous(_session, key, out var verdict) && (sequence.IsWhole || verdict.Kind != AnomalyKind.UnusualCounts))
            {
                return true;
            }

            _session.Append(key);
            if (verdict.HidesWindow)
            {
                _session.SkipWindow(model.WindowSize);
            }
        }

        return sequence.IsWhole && model.IsEndAnomalousAgain(_session);
    }
}
