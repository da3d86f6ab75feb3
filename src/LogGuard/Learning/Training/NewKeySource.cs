using LogGuard.Detection;
using LogGuard.Detection.Questions;

namespace LogGuard.Learning.Training;

/// <summary>Makes <see cref="NewKeyQuestion"/>.</summary>
internal sealed class NewKeySource : IQuestionSource
{
    /// <summary>Fewest sessions from which keys of a few of them are reported again: the share of a single one is then within the target.</summary>
    internal const int FewestSessions = 1_000;

    /// <summary>Most sessions of a key that is reported again; a key of more of them has been seen often enough, however many there are.</summary>
    internal const int LargestSupport = 3;

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
        var unseen = ShareWith(1);
        var (support, share) = (0, 0.0);
        while (data.Corpus.Count >= FewestSessions && ShareWith(support + 1) is var next && next <= data.AlarmRate && support < LargestSupport)
        {
            (support, share) = (support + 1, next);
        }

        int[] seenRarely = [.. sessions.Where(pair => pair.Value <= support).Select(pair => pair.Key).Order()];
        return new NewKeyQuestion(data.Symbols, data.Corpus.EventCount, seenRarely) { ExpectedAlarmRate = unseen + share, Likeness = LikenessOf(data) };

        // The share of sessions with a key that no more than this many sessions have.
        double ShareWith(int most)
        {
            HashSet<int> keys = [.. sessions.Where(pair => pair.Value <= most).Select(pair => pair.Key)];
            return keys.Count == 0 ? 0 : data.Corpus.Weighted(Range.All).Sum(pair => pair.Sequence.Keys.Any(keys.Contains) ? (double)pair.Count : 0) / data.Corpus.Count;
        }
    }

    // The vectorizer may be the application's own.
    private static TemplateLikeness? LikenessOf(TrainingData data)
    {
        if (data.Options.UsedVectorizer is not { } vectorizer)
        {
            return null;
        }

        try
        {
            return TemplateLikeness.Of(
                vectorizer, [.. data.Symbols.Keys.ToArray().Select(key => (key, data.TemplateOf(key)))],
                data.Options.Seed, data.Cancellation);
        }
        catch (Exception exception) when (!data.Cancellation.IsCancellationRequested)
        {
            data.Tell($"renamed templates are not recognised, since the vectorizer failed: {exception.Message}");
            return null;
        }
    }

    public IQuestion Read(IQuestionReader reader) => NewKeyQuestion.Read(reader);
}
