using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Learning.Training;

/// <summary>Makes a <see cref="SessionModel"/> from collected sessions: trains each question of the detector, in order.</summary>
internal sealed class DetectorTrainer(AnomalyDetectorOptions options, INeuralEngine engine)
{
    private readonly IReadOnlyList<IQuestionSource> _sources = QuestionSources.For(options);

    /// <summary>Receives messages for the detector's owner.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    /// <summary>Makes networks.</summary>
    public INeuralEngine Engine => engine;

    /// <summary>A trainer with a copy of the settings as they are now, for another thread: a running detector may take others. By the reader.</summary>
    public DetectorTrainer AsOfNow() => new(options.Freeze(), engine) { Tell = Tell };

    /// <summary>Trains on all sessions of a corpus, which must not be empty; values are not judged.</summary>
    /// <param name="corpus">The sessions; only read.</param>
    /// <param name="progress">Receives the share done, 0..1.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    public SessionModel Train(SessionCorpus corpus, Action<double>? progress = null, CancellationToken cancellation = default) =>
        Train(corpus, values: null, progress, cancellation);

    /// <summary>Trains on all sessions of a corpus, which must not be empty, and on the values that their events had.</summary>
    /// <param name="corpus">The sessions; only read.</param>
    /// <param name="values">The values; only read. Null where they are not judged.</param>
    /// <param name="progress">Receives the share done, 0..1.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    /// <param name="earlier">The model in use, where this is a retraining; questions keep of it what recent data do not tell.</param>
    public SessionModel Train(
        SessionCorpus corpus, IReadOnlyList<ParameterValueSeries>? values, Action<double>? progress, CancellationToken cancellation,
        SessionModel? earlier = null)
    {
        var data = new TrainingData
        {
            Corpus = corpus,
            Symbols = new SymbolMap([.. corpus.Distinct.SelectMany(sequence => sequence.Keys).Where(key => key != LogKey.Unknown).Distinct().Order()]),
            Values = values,
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

        return new SessionModel(data.Symbols, corpus.Count, corpus.EventCount, questions);
    }

    // The settings with h and g from workflows, where those are to choose them and say something.
    private AnomalyDetectorOptions WithParametersOf(SessionCorpus corpus)
    {
        if (options.Model.Parameters != ParameterSource.Workflows)
        {
            return options;
        }

        // Nobody sees them, so their steps need no templates.
        var workflows = new WorkflowMiner(static _ => "").Mine(corpus);
        if (WorkflowParameters.Of(workflows) is not { } found)
        {
            Tell("no workflow was found that could say how large h and g should be; the settings do.");
            return options;
        }

        // Sessions keep as many keys as the setting says.
        var windowSize = Math.Min(found.WindowSize, options.Model.WindowSize);
        Tell($"h is {windowSize} and g is {found.TopG}, by {workflows.Count:N0} workflows, the shortest of which has {found.WindowSize:N0} steps.");
        var copy = options.Freeze();
        copy.Model.WindowSize = windowSize;
        copy.Model.TopG = found.TopG;
        copy.Model.Parameters = ParameterSource.Settings;
        return copy;
    }
}
