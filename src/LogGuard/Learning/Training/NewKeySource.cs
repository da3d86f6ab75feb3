using LogGuard.Detection;
using LogGuard.Detection.Questions;

namespace LogGuard.Learning.Training;

/// <summary>Makes <see cref="NewKeyQuestion"/>.</summary>
internal sealed class NewKeySource : IQuestionSource
{
    /// <summary>
    /// Fewest sessions from which a key of a single one is reported again. As many keys of single sessions may be normal as there
    /// are in training, so their share must also stay within the target.
    /// </summary>
    internal const int FewestSessions = 1_000;

    public string Name => NewKeyQuestion.QuestionName;

    public IQuestion Train(TrainingData data)
    {
        var sessions = new Dictionary<int, int>();
        foreach (var (sequence, count) in data.Corpus.Weighted(Range.All))
        {
            foreach (var key in sequence.Keys.Distinct().Where(data.Symbols.Knows))
            {
                sessions[key] = sessions.GetValueOrDefault(key) + count;
            }
        }

        // Sessions with a key that no other one has: each would have been reported, had it come after the others.
        int[] once = [.. sessions.Where(pair => pair.Value == 1).Select(pair => pair.Key).Order()];
        var share = (double)data.Corpus.Distinct.Count(sequence => sequence.Keys.Any(key => Array.BinarySearch(once, key) >= 0)) / data.Corpus.Count;
        var seenOnce = data.Corpus.Count >= FewestSessions && share <= data.AlarmRate ? once : [];
        return new NewKeyQuestion(data.Symbols, data.Corpus.EventCount, seenOnce)
        {
            // A key that is reported again is expected as often as one that is new.
            ExpectedAlarmRate = seenOnce.Length > 0 ? 2 * share : share,
        };
    }

    public IQuestion Read(IQuestionReader reader) => NewKeyQuestion.Read(reader);
}
