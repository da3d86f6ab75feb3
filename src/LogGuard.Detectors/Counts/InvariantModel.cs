using System.Globalization;
using System.Text;
using LogGuard.Detection;
using LogGuard.Detectors.Counts;

namespace LogGuard.Detectors;

/// <summary>
/// Invariants of counts (Lou et al., Mining Invariants from Console Logs for System Problem Detection, USENIX ATC 2010, sections 4 and 5;
/// a comparison of DeepLog, section 5.1.1): sums Σ aⱼ·countⱼ = c with few keys and small whole coefficients, such as opened − closed = 0.
/// A session that breaks one is anomalous.
/// </summary>
/// <remarks>
/// As in the paper, sessions without any of its keys support an invariant: a key that hardly any session has is one by itself, count = 0.
/// </remarks>
internal sealed class InvariantModel(CountSpace space, InvariantState state) : ILogModel
{
    public LogModelFinding? JudgeEnd(in JudgedSession session)
    {
        var counts = space.Of(session);
        var broken = Array.FindIndex(state.Invariants, invariant => !invariant.Holds(counts));
        if (broken < 0)
        {
            return null;
        }

        var first = state.Invariants[broken];
        var number = state.Invariants.Count(invariant => !invariant.Holds(counts));
        var words = new StringBuilder();
        for (var i = 0; i < first.Places.Length; i++)
        {
            var sign = first.Coefficients[i] < 0 ? (i == 0 ? "−" : " − ") : (i == 0 ? "" : " + ");
            var times = Math.Abs(first.Coefficients[i]) == 1 ? "" : $"{Math.Abs(first.Coefficients[i])} × ";
            words.Append(CultureInfo.InvariantCulture, $"{sign}{times}\"{session.TemplateOf(space.Keys[first.Places[i]])}\"");
        }

        return new LogModelFinding(number, 0, string.Create(
            CultureInfo.InvariantCulture,
            $"its counts break {number} of {state.Invariants.Length} invariants: {words} is {first.SumOf(counts)}; in {100 * first.Support:0.##} % of the sessions learnt from it was {first.Constant}"))
        {
            Key = space.Keys[first.Places[0]],
        };
    }

    public void Save(ILogModelWriter writer) => writer.WriteState(state, DetectorsJson.Default.InvariantState);
}

/// <summary>The model in a snapshot.</summary>
/// <param name="Keys">The keys of the dimensions but the last.</param>
/// <param name="Invariants">The invariants, the best supported first.</param>
internal sealed record InvariantState(int[] Keys, Invariant[] Invariants);

/// <summary>Σ coefficient · count = constant.</summary>
/// <param name="Places">The dimensions of its keys, ascending.</param>
/// <param name="Coefficients">Their coefficients; the first is above 0.</param>
/// <param name="Constant">The constant.</param>
/// <param name="Support">Share of the sessions that fulfil it, 0..1.</param>
internal sealed record Invariant(int[] Places, int[] Coefficients, int Constant, double Support)
{
    /// <summary>The sum in a session.</summary>
    public long SumOf(int[] counts)
    {
        var sum = 0L;
        for (var i = 0; i < Places.Length; i++)
        {
            sum += (long)Coefficients[i] * counts[Places[i]];
        }

        return sum;
    }

    /// <summary>Whether a session fulfils it.</summary>
    public bool Holds(int[] counts) => SumOf(counts) == Constant;
}
