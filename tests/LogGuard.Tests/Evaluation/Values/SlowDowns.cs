using LogGuard.Models.Values;
using LogGuard.Neural;

namespace LogGuard.Tests.Evaluation.Values;

/// <summary>
/// Section 5.2 of the DeepLog paper on the raw nova log: the first half of the normal VMs is learnt from, and VMs of the
/// other half are slowed down. A slowed VM's "Took N seconds to spawn" and "… to build" are both multiplied, as both
/// hold the copying of the image, which the paper throttles.
/// </summary>
internal sealed class SlowDowns
{
    private const string Feature = "Seconds";

    private readonly ValueLog _log;

    public SlowDowns(ValueLog log, ParameterValueTrainingOptions options)
    {
        _log = log;
        var sessions = log.Events.Select(value => value.Session).Distinct().ToArray();
        var learnt = sessions.Take(sessions.Length / 2).ToHashSet();
        Evaluation = new ValueEvaluation(log, number => learnt.Contains(log.Events[number].Session), options);
    }

    public ValueEvaluation Evaluation { get; }

    /// <summary>Slows VMs down and replays the held-out half.</summary>
    /// <param name="count">How many VMs.</param>
    /// <param name="factor">How much longer they take.</param>
    /// <param name="seed">Which ones.</param>
    /// <returns>The score of values, and how many of the VMs were found.</returns>
    public (ValueScore Score, int Found) Replay(int count, double factor, int seed)
    {
        var heldOut = Evaluation.HeldOut;
        var isSlowed = _log.Templates.Select(template => template.Contains("to spawn") || template.Contains("to build")).ToArray();
        var candidates = heldOut.Where(value => isSlowed[value.Key - 1]).Select(value => value.Session).Distinct().ToArray();
        new SeededRandomOrder(seed).Shuffle(candidates);
        var slow = candidates.Take(count).ToHashSet();
        var score = Evaluation.Replay(
            number => heldOut[number] is var value && isSlowed[value.Key - 1] && slow.Contains(value.Session)
                ? [value.Vector[0], factor * value.Vector[1]]
                : null,
            Feature);
        return (score, score.Found.Select(number => heldOut[number].Session).Distinct().Count());
    }

    private sealed class SeededRandomOrder(int seed)
    {
        private readonly SeededRandom _random = new(seed);

        public void Shuffle(string[] values)
        {
            var order = Enumerable.Range(0, values.Length).ToArray();
            _random.Shuffle(order);
            Array.Sort(order, values);
        }
    }
}
