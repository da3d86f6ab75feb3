using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;

namespace LogGuard.Tests.Support;

/// <summary>What a training would take of kept sessions.</summary>
internal static class Kept
{
    private const double Rate = 0.001;

    /// <summary>The sessions to train on.</summary>
    public static SessionCorpus Accepted(RecentSessionStore recent, SessionModel model)
    {
        var vocabulary = new LogKeyVocabulary(100);
        var changes = Changes(recent, model, vocabulary);
        var corpus = new SessionCorpus();
        foreach (var (sequence, facts) in recent.Resolve(vocabulary))
        {
            if (changes.Accepts(sequence, facts))
            {
                corpus.Add(sequence);
            }
        }

        return corpus;
    }

    /// <summary>The sessions with times to mine workflows from.</summary>
    public static IReadOnlyList<WorkflowTrace> AcceptedTimed(RecentSessionStore recent, SessionModel model, LogKeyVocabulary vocabulary) =>
        recent.AcceptedTimed(Changes(recent, model, vocabulary), new SessionRecheck(model), vocabulary);

    private static LastingChanges Changes(RecentSessionStore recent, SessionModel model, LogKeyVocabulary vocabulary) => LastingChanges.Find(
        recent.Resolve(vocabulary), new SessionRecheck(model), model.Symbols.Knows, SessionHabits.None, new Dictionary<AnomalyPattern, ChangeFate>(), vocabulary, Rate);
}
