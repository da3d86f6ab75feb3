using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>Log keys for the simple checks of a text: mined from what is learnt, and on from what is judged.</summary>
internal static class MinedKeys
{
    /// <summary>The keys of lines.</summary>
    /// <param name="format">Splits header and message.</param>
    /// <param name="lines">The lines to learn, followed by those to judge.</param>
    public static int[] Of(LineFormat format, IEnumerable<LabelledLine> lines)
    {
        var miner = new TemplateMiner();
        var ids = lines.Select(line => miner.Learn(format.Split(line.Text).Content).Id).ToArray();
        return [.. ids.Select(miner.Resolve)];
    }
}
