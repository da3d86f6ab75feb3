using System.Runtime.InteropServices;
using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Models.Values;

namespace LogGuard.Learning.Training;

/// <summary>Makes <see cref="ValuesQuestion"/>.</summary>
internal sealed class ValuesSource : IQuestionSource
{
    public string Name => ValuesQuestion.QuestionName;

    public IQuestion? Train(TrainingData data)
    {
        if (data.Values is not { } series)
        {
            return null;
        }

        var counts = CountKeys(data);
        var settings = new ParameterValueTrainingOptions { Confidence = data.Options.Values.Confidence, Seed = data.Options.Seed };
        var trainer = new ValueModelSetTrainer(data.Engine, settings)
        {
            PerSession = key => counts.GetValueOrDefault(key) / (double)data.Corpus.Count,
        };

        // A key that only occurred in incomplete sessions was not learnt.
        return MakeOf(trainer.Train([.. series.Where(one => data.Symbols.Knows(one.Key))], progress: null, data.Cancellation));
    }

    private static Dictionary<int, long> CountKeys(TrainingData data)
    {
        var counts = new Dictionary<int, long>();
        foreach (var (sequence, count) in data.Corpus.Weighted(Range.All))
        {
            foreach (var key in sequence.Keys)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += count;
            }
        }

        return counts;
    }

    // Keys with too few recent values keep their earlier models.
    public IQuestion? Merge(IQuestion? trained, IQuestion? earlier, TrainingData data)
    {
        var (later, before) = ((trained as ValuesQuestion)?.Models, (earlier as ValuesQuestion)?.Models);
        var isTold = (data.Values ?? []).Where(one => one.Count >= ParameterValueModelTrainer.MinimumMeasured).Select(one => one.Key).ToHashSet();
        var told = (later?.Models ?? []).Where(values => isTold.Contains(values.Key) || before?.For(values.Key) is null);
        var kept = (before?.Models ?? []).Where(values => !isTold.Contains(values.Key) && data.Symbols.Knows(values.Key));
        ParameterValueModel[] newer = [.. told];
        foreach (var model in newer)
        {
            if (before?.For(model.Key) is { } own)
            {
                model.TakeOver(own);
            }
        }

        ParameterValueModel[] all = [.. newer.Concat(kept).OrderBy(values => values.Key)];
        return all.Length == 0 ? null : new ValuesQuestion(new ValueModelSet(all, (later ?? before)!.Confidence));
    }

    public IQuestion Read(IQuestionReader reader) => ValuesQuestion.Read(reader);

    private static ValuesQuestion? MakeOf(ValueModelSet? models) => models is null ? null : new ValuesQuestion(models);
}
