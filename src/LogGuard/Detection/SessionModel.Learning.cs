using LogGuard.Models.Counts;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>What a model learns from answers (DeepLog, section 3.3), always beginning with what training taught.</summary>
internal sealed partial class SessionModel
{
    /// <summary>What updates of the network begin with; null where it cannot be updated.</summary>
    public UpdateBasis? Basis { get; set; }

    /// <summary>The counts as training taught them; <see cref="Counts"/> knows the marked ones beside them.</summary>
    public CountModel? TrainedCounts { get; private set; }

    /// <summary>Patterns that the network in use was updated with; those that it would not accept included.</summary>
    public IReadOnlyList<AnomalyPattern> LearntSteps { get; set; } = [];

    /// <summary>Whether the next key is judged by a network that can be updated.</summary>
    public bool CanLearnSteps => Basis is not null && Keys?.Model is LogKeyModel;

    /// <summary>
    /// The marked patterns that the network can learn, at most as many as an update takes: keys of the model, or END, behind
    /// a window of its size, anywhere. On the thread that judges.
    /// </summary>
    public AnomalyPattern[] StepsToLearn(IEnumerable<AnomalyPattern> marked) =>
    [
        .. marked.Where(pattern => pattern.IsOfStep && pattern.Values.Length == WindowSize + 2
            && Symbols.ToOutput(pattern.Key) != SymbolMap.None
            && (pattern.Key != Boundary.End || Keys!.Model.KnowsBoundaries)).Take(LogKeyModelUpdater.PairLimit),
    ];

    /// <summary>Patterns as windows of symbols and what follows them. On the thread that judges.</summary>
    public WindowSet PairsOf(IReadOnlyList<AnomalyPattern> steps)
    {
        var windows = new int[steps.Count * WindowSize];
        var targets = new int[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            var values = steps[i].Values;
            for (var j = 0; j < WindowSize; j++)
            {
                windows[i * WindowSize + j] = Symbols.ToInput(values[1 + j]);
            }

            targets[i] = Symbols.ToOutput(steps[i].Key);
        }

        return new WindowSet(WindowSize, windows, targets, [.. Enumerable.Repeat(1f, steps.Count)]);
    }

    /// <summary>This model with an updated network, whose verdicts are remembered afresh. On the thread that judges.</summary>
    public SessionModel WithNetwork(INeuralNetwork network, IReadOnlyList<AnomalyPattern> learnt)
    {
        var keys = new NextKeyJudge(new LogKeyModel(network, Symbols, WindowSize, Keys!.Model.KnowsBoundaries), Keys.Rule, evidence: Keys.Evidence);
        return new SessionModel(Symbols, SessionCount, EventCount, AsksForNewKeys, keys, TrainedCounts)
        {
            Marks = Marks,
            Basis = Basis,
            LearntSteps = learnt,
            Values = Values,
            Workflows = TrainedWorkflows,
        }.WithWorkflows(Workflows, LearntLessons);
    }

    /// <summary>The marked patterns that workflows can learn from.</summary>
    public static AnomalyPattern[] LessonsOf(IEnumerable<AnomalyPattern> marked) => [.. marked.Where(pattern => pattern.Lesson?.Step is not null)];

    /// <summary>Takes the marked values as usual, and their like. On the thread that judges.</summary>
    public void LearnValues(IEnumerable<AnomalyPattern> marked) => Values?.Learn(
        marked.Where(pattern => pattern is { IsOfValue: true, Lesson.Value: not null })
            .Select(pattern => (pattern.Key, pattern.Feature, pattern.Lesson!.Value!.Name, pattern.Lesson.Value.Value)));

    /// <summary>Takes the marked counts as seen in training, too. On the thread that judges.</summary>
    public void LearnCounts(IEnumerable<AnomalyPattern> marked)
    {
        if (TrainedCounts is { } trained)
        {
            Counts = marked.Where(pattern => pattern.IsOfCount).Aggregate(
                trained, (counts, pattern) => counts.Learn(pattern.Values[1], pattern.Values[2], pattern.Values[3]));
        }
    }
}
