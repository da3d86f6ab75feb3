using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Collecting;

// Whole sessions with their times, which no two have alike: a sample of its own, since most keep their keys alone.
internal sealed partial class RecentSessionStore
{
    /// <summary>Some of the sessions with their elapsed times.</summary>
    public TimedSessions Timed { get; } = new(Math.Min(limit, TimedSessions.DefaultLimit));

    /// <summary>Those sessions with times in which nothing would be reported now, and no time was marked anomalous.</summary>
    public IReadOnlyList<WorkflowTrace> NormalTimed(SessionModel model, LogKeyVocabulary vocabulary)
    {
        var session = new Session(Math.Max(model.WindowSize, 1));
        var verdicts = new Dictionary<LogKeySequence, bool>();

        // A part was taken only where nothing had been reported in it, and where it begins in its session is not known.
        return TimedSessions.ToTraces(
            vocabulary, Timed.Sessions.Where(IsNormal), Timed.Parts.Where(steps => !Array.Exists(steps, step => IsMarkedLate(model, vocabulary, step))));

        bool IsNormal(SessionStep[] steps)
        {
            var sequence = new LogKeySequence(Array.ConvertAll(steps, step => step.Key));
            if (!verdicts.TryGetValue(sequence, out var isReported))
            {
                verdicts.Add(sequence, isReported = IsReported(model, session, sequence));
            }

            return !isReported && !Array.Exists(steps, step => IsMarkedLate(model, vocabulary, step));
        }
    }

    private static bool IsMarkedLate(SessionModel model, LogKeyVocabulary vocabulary, SessionStep step) =>
        step.ElapsedTicks > 0 && model.Marks is { } marks && marks.IsMarkedAnomalous(AnomalyPattern.OfValue(
            stackalloc int[4], vocabulary.Resolve(step.Key), feature: 0, step.ElapsedTicks / TimeSpan.TicksPerSecond, isExact: false));
}
