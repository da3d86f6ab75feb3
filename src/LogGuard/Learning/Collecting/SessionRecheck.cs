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
    /// <summary>Most changes of one session: further ones make it no clearer that many things are wrong in it.</summary>
    internal const int CauseLimit = 8;

    private readonly Session _session = new(Math.Max(model.WindowSize, 1));

    /// <summary>The change behind a finding without a pattern.</summary>
    internal static readonly AnomalyPattern Unnamed = new(AnomalyPattern.OfKey(stackalloc int[2], LogKey.Unknown));

    // Most sessions are like others.
    private readonly Dictionary<LogKeySequence, AnomalyPattern[]> _causes = [];

    /// <summary>Whether anything in the session would be reported now.</summary>
    public bool IsReported(LogKeySequence sequence) => CausesOf(sequence).Count > 0;

    /// <summary>
    /// The different changes that would be reported in the session now, as <see cref="ChangeCause"/> names them; the first
    /// <see cref="CauseLimit"/>.
    /// </summary>
    public IReadOnlyList<AnomalyPattern> CausesOf(LogKeySequence sequence)
    {
        if (!_causes.TryGetValue(sequence, out var causes))
        {
            _causes.Add(sequence, causes = Judge(sequence));
        }

        return causes;
    }

    /// <summary>Whether the elapsed time of any step was marked anomalous.</summary>
    public bool IsMarkedLate(SessionStep[] steps, LogKeyVocabulary vocabulary) =>
        model.Marks is { } marks && Array.Exists(steps, step => step.ElapsedTicks > 0 && marks.IsMarkedAnomalous(AnomalyPattern.OfValue(
            stackalloc int[4], vocabulary.Resolve(step.Key), feature: 0, step.ElapsedTicks / TimeSpan.TicksPerSecond, isExact: false)));

    // As the detector judged it: what is reported explains later findings, and windows with it are not judged.
    private AnomalyPattern[] Judge(LogKeySequence sequence)
    {
        var causes = new List<AnomalyPattern>();
        // A part is judged as one of the stream, whose loops may run as often as they like.
        _session.Open(sequence.HasEnd ? SessionId.From("kept") : SessionId.Stream, collects: false);
        if (!sequence.HasStart)
        {
            _session.SkipWindow(model.WindowSize);
        }

        foreach (var key in sequence.Keys)
        {
            // The counts of a part are incomplete and not judged.
            var isReported = model.IsAnomalous(_session, key, out var verdict) && (sequence.IsWhole || verdict.Kind != AnomalyKind.UnusualCounts);
            if (isReported)
            {
                Add(causes, verdict.Pattern);
                _session.AnomalyCount++;
            }

            if (causes.Count == CauseLimit)
            {
                break;
            }

            _session.Append(key);
            if (isReported || verdict.HidesWindow)
            {
                _session.SkipWindow(model.WindowSize);
            }
        }

        if (causes.Count == 0 && sequence.IsWhole && model.IsEndAnomalousAgain(_session, out var end))
        {
            Add(causes, end.Pattern);
        }

        return [.. causes];
    }

    // A finding that cannot be answered has no pattern, and cannot be learnt.
    private static void Add(List<AnomalyPattern> causes, AnomalyPattern? pattern)
    {
        var cause = pattern is null ? Unnamed : ChangeCause.Of(pattern);
        if (!causes.Contains(cause))
        {
            causes.Add(cause);
        }
    }
}
