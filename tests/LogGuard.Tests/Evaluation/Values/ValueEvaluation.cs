using LogGuard.Models.Values;
using LogGuard.Neural;

namespace LogGuard.Tests.Evaluation.Values;

/// <summary>
/// Trains the parameter value models on the first part of a log and shows them the rest, once as it is and once with
/// slow-downs injected at seeded places.
/// </summary>
internal sealed class ValueEvaluation
{
    private readonly ValueLog _log;
    private readonly List<ValueEvent> _heldOut;

    /// <param name="log">The log.</param>
    /// <param name="isTraining">Says of each event, by its number, whether it is learnt from.</param>
    /// <param name="options">How it is learnt from.</param>
    public ValueEvaluation(ValueLog log, Func<int, bool> isTraining, ParameterValueTrainingOptions options)
    {
        _log = log;
        Training = [.. log.Events.Where((_, number) => isTraining(number))];
        _heldOut = [.. log.Events.Where((_, number) => !isTraining(number))];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var series = Training.GroupBy(value => value.Key).OrderBy(group => group.Key).Select(group =>
        {
            var own = new ParameterValueSeries(group.Key, log.ParameterNames[group.Key - 1], limit: 2_000);
            foreach (var value in group)
            {
                own.Add(value.Vector);
            }

            return own;
        });
        Models = new ValueModelSetTrainer(new ManagedEngine(), options).Train([.. series]) ?? new ValueModelSet([], options.Confidence);
        TrainSeconds = clock.Elapsed.TotalSeconds;
    }

    /// <summary>The events learnt from.</summary>
    public IReadOnlyList<ValueEvent> Training { get; }

    /// <summary>The events not learnt from, as they are.</summary>
    public IReadOnlyList<ValueEvent> HeldOut => _heldOut;

    public ValueModelSet Models { get; }

    public double TrainSeconds { get; }

    /// <summary>Shows the held-out events, some of them slowed down, in the order of the log.</summary>
    /// <param name="slowDown">The changed vector of an event, by its number among the held-out ones; null for one that stays as it is.</param>
    /// <param name="feature">Name of the feature that must be found.</param>
    public ValueScore Replay(Func<int, double[]?> slowDown, string feature)
    {
        foreach (var model in Models.Models)
        {
            model.Reset();
        }

        var score = new ValueScore();
        for (var number = 0; number < _heldOut.Count; number++)
        {
            var (own, changed) = (_heldOut[number], slowDown(number));
            var vector = changed ?? own.Vector;
            var isUnusual = Models.IsUnusual(own.Key, vector, out var judgement);
            if (changed is not null)
            {
                score.Injected++;
                score.Found.AddRange(isUnusual && judgement.Feature.Name == feature ? [number] : []);
            }
            else
            {
                score.Values += Models.For(own.Key)?.Features.Where((_, i) => !double.IsNaN(vector[i])).Count(one => one.IsJudged) ?? 0;
                score.FalseAlarms += isUnusual ? 1 : 0;
            }
        }

        return score;
    }
}
