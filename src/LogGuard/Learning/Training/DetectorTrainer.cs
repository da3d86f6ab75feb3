using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Learning.Training;

/// <summary>Trains a <see cref="SessionModel"/> on collected sessions: each question of the detector, in order.</summary>
internal sealed class DetectorTrainer(AnomalyDetectorOptions options, INeuralEngine engine)
{
    private readonly IReadOnlyList<IQuestionSource> _sources = QuestionSources.For(options);

    /// <summary>Receives messages for the detector's owner.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    /// <summary>Returns the template of a key.</summary>
    public Func<int, string> TemplateOf { get; init; } = static _ => "";

    /// <summary>Makes networks.</summary>
    public INeuralEngine Engine => engine;

    /// <summary>Returns a trainer with a copy of the current settings, for another thread, since a running detector may change them. Called by the reader.</summary>
    public DetectorTrainer AsOfNow() => new(options.Freeze(), engine) { Tell = Tell, TemplateOf = TemplateOf };

    /// <summary>Trains on all sessions of a corpus, which must not be empty, without values.</summary>
    /// <param name="corpus">The sessions; only read.</param>
    /// <param name="progress">Receives the share done, 0..1.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    public SessionModel Train(SessionCorpus corpus, Action<double>? progress = null, CancellationToken cancellation = default) =>
        Train(corpus, values: null, progress, cancellation);

    /// <summary>Trains on all sessions of a corpus, which must not be empty, and on the values of their events.</summary>
    /// <param name="corpus">The sessions; only read.</param>
    /// <param name="values">The values; only read. Null if they are not judged.</param>
    /// <param name="progress">Receives the share done, 0..1.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    /// <param name="earlier">The model in use, for a retraining; questions keep those parts of it that recent data do not cover. Null for a first training.</param>
    /// <param name="beginnings">The beginnings of sessions without a known end: their steps are learnt, their counts are not. Null for none.</param>
    /// <param name="labelled">Sessions with labels, for the models that learn from them. Null for none.</param>
    public SessionModel Train(
        SessionCorpus corpus, IReadOnlyList<ParameterValueSeries>? values, Action<double>? progress, CancellationToken cancellation,
        SessionModel? earlier = null, SessionCorpus? beginnings = null, IReadOnlyList<(LogKeySequence Sequence, bool IsAnomalous)>? labelled = null)
    {
        var endedCount = corpus.Count;
        corpus = beginnings is null ? corpus : SessionCorpus.Join(beginnings, corpus);
        var data = new TrainingData
        {
            Corpus = corpus,
            BeginningCount = corpus.Count - endedCount,
            Symbols = new SymbolMap([.. corpus.Distinct.SelectMany(sequence => sequence.Keys).Where(key => key != LogKey.Unknown).Distinct().Order()]),
            Values = values,
            Labelled = labelled ?? [],
            TemplateOf = TemplateOf,
            Options = WithParametersOf(corpus),
            Engine = engine,
            Tell = Tell,
            Progress = progress,
            Cancellation = cancellation,
        };
        var questions = new List<IQuestion>();
        foreach (var source in _sources)
        {
            var question = source.Train(data);
            if (earlier is not null)
            {
                question = source.Merge(question, earlier.Questions.FirstOrDefault(other => other.Name == source.Name), data);
            }

            if (question is not null)
            {
                questions.Add(question);
            }
        }

        return new SessionModel(data.Symbols, Math.Max(endedCount, 1), corpus.EventCount, questions);
    }

    // The settings, with h and g from workflows if the settings ask for that and suitable workflows are found.
    private AnomalyDetectorOptions WithParametersOf(SessionCorpus corpus)
    {
        if (options.Model.Parameters != ParameterSource.Workflows)
        {
            return options;
        }

        // These workflows are not shown, so their steps need no templates.
        var workflows = new WorkflowMiner(static _ => "").Mine(corpus);
        if (WorkflowParameters.Of(workflows) is not { } found)
        {
            Tell("no workflow was found to choose h and g by, so the settings are used.");
            return options;
        }

        // Sessions keep only as many keys as the setting says.
        var windowSize = Math.Min(found.WindowSize, options.Model.WindowSize);
        Tell($"h is {windowSize} and g is {found.TopG}, from {workflows.Count:N0} workflows, the shortest of which has {found.WindowSize:N0} steps.");
        var copy = options.Freeze();
        copy.Model.WindowSize = windowSize;
        copy.Model.TopG = found.TopG;
        copy.Model.Parameters = ParameterSource.Settings;
        return copy;
    }
}
