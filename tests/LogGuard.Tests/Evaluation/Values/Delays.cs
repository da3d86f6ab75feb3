using LogGuard.Models.Values;
using LogGuard.Neural;

namespace LogGuard.Tests.Evaluation.Values;

/// <summary>
/// Delays injected into elapsed times: the first half of a log's lines is learnt from, and lines of the other half come
/// later than they did, by a multiple of the longest time that was usual for their key: the 99.9 % quantile of the
/// training half, a second at least. A multiple of the line's own time would be no delay, since most are 0.
/// </summary>
internal sealed class Delays
{
    private readonly Dictionary<int, double> _longest;
    private readonly int[] _candidates;

    public Delays(ValueLog log, ParameterValueTrainingOptions options)
    {
        Evaluation = new ValueEvaluation(log, number => number < log.Events.Count / 2, options);
        var times = Evaluation.Training.Where(value => double.IsFinite(value.Vector[0])).GroupBy(value => value.Key)
            .ToDictionary(group => group.Key, group => group.Select(value => value.Vector[0]).Order().ToArray());
        _longest = times.Where(key => key.Value.Length >= ParameterValueModelTrainer.MinimumMeasured)
            .ToDictionary(key => key.Key, key => Math.Max(1, key.Value[(int)(key.Value.Length * 0.999)]));
        var timed = Enumerable.Range(0, Evaluation.HeldOut.Count).Where(number => double.IsFinite(Evaluation.HeldOut[number].Vector[0])).ToArray();
        _candidates = [.. timed.Where(number => _longest.ContainsKey(Evaluation.HeldOut[number].Key))];
        Coverage = (double)_candidates.Length / timed.Length;
    }

    public ValueEvaluation Evaluation { get; }

    /// <summary>The share of held-out lines whose key has enough elapsed times in training to be judged by; the others cannot be late.</summary>
    public double Coverage { get; }

    /// <summary>Delays lines that can be late, and replays the held-out half.</summary>
    /// <param name="count">How many lines.</param>
    /// <param name="multiple">The delay, in longest usual times.</param>
    /// <param name="seed">Which lines.</param>
    public ValueScore Replay(int count, double multiple, int seed)
    {
        var order = _candidates.ToArray();
        new SeededRandom(seed).Shuffle(order);
        var late = order.Take(count).ToHashSet();
        return Evaluation.Replay(
            number => late.Contains(number) && Evaluation.HeldOut[number] is var value
                ? [value.Vector[0] + multiple * _longest[value.Key], .. value.Vector[1..]]
                : null,
            ParameterValueSeries.ElapsedTime);
    }
}
