using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection.Questions;

/// <summary>Makes <see cref="LogModelQuestion"/> from a model of the application's.</summary>
internal sealed class LogModelSource(ILogModelTrainer trainer) : IQuestionSource
{
    public string Name => trainer.Name;

    public int WindowSize => trainer.WindowSize;

    public IQuestion? Train(TrainingData data)
    {
        // Equal sessions share their memory in the corpus, and here.
        var distinct = data.Corpus.Distinct.Select(Unlabelled).ToArray();
        var labelled = data.Labelled.Select(one => new LogModelSession(one.Sequence.Keys, one.Sequence.IsWhole, one.IsAnomalous)).ToArray();
        var model = trainer.Train(new LogModelData
        {
            Sessions = [.. data.Corpus.Order.Select(number => distinct[number])],
            Labelled = labelled,
            Keys = KeysOf(data),
            TemplateOf = data.TemplateOf,
            Engine = data.Engine,
            Seed = data.Options.Seed,
            TargetAlarmRate = data.Options.Model.TargetAlarmRate,
            Tell = text => data.Tell($"{trainer.Name}: {text}"),
            Progress = data.Progress ?? (static _ => { }),
            Cancellation = data.Cancellation,
        });
        if (model is null)
        {
            data.Tell($"{trainer.Name} could not learn from {data.Corpus.Count:N0} sessions, and does not judge.");
            return null;
        }

        return new LogModelQuestion(trainer.Name, trainer.WindowSize, model, data.Symbols, Math.Max(data.Corpus.Count - data.BeginningCount, 1));
    }

    public IQuestion Read(IQuestionReader reader) =>
        new LogModelQuestion(trainer.Name, trainer.WindowSize, trainer.Load(new LogModelFiles(trainer.Name, reader)), reader.Symbols, reader.SessionCount);

    private static LogModelSession Unlabelled(LogKeySequence sequence) => new(sequence.Keys, sequence.IsWhole);

    private static int[] KeysOf(TrainingData data) => data.Labelled.Count == 0
        ? data.Symbols.Keys.ToArray()
        : [.. data.Labelled.SelectMany(one => one.Sequence.Keys).Concat(data.Symbols.Keys.ToArray()).Where(key => key != LogKey.Unknown).Distinct().Order()];
}
