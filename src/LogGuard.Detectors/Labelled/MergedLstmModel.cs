using System.Globalization;
using LogGuard.Detection;
using LogGuard.Detectors.Labelled;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>Judges a session by its most anomalous window.</summary>
internal sealed class MergedLstmModel(INeuralNetwork network, MergedWindows windows, MergedLstmState state) : ILogModel
{
    public LogModelFinding? JudgeEnd(in JudgedSession session)
    {
        var (score, last) = Judge(session.Keys);
        if (score <= state.Threshold)
        {
            return null;
        }

        var key = session.Keys[last];
        return new LogModelFinding(score, state.Threshold, string.Create(
            CultureInfo.InvariantCulture,
            $"the {windows.WindowSize} lines up to \"{session.TemplateOf(key)}\", line {last + 1} that it read, are like those of sessions that were labelled anomalous: {score:0.000} of 1, from {state.Threshold:0.000} on it is reported"))
        {
            Key = key,
        };
    }

    /// <summary>The highest score of a window, and the place of its last event.</summary>
    public (float Score, int Last) Judge(ReadOnlySpan<int> session)
    {
        var codes = windows.CodesOf(session);
        Range[] ranges = [.. windows.RangesOf(codes.Length)];
        if (ranges.Length == 0)
        {
            return (0, 0);
        }

        var scores = new float[ranges.Length];
        network.Predict(windows.BatchOf([.. ranges.Select(range => codes[range])]), scores);
        var most = Array.IndexOf(scores, scores.Max());
        return (scores[most], ranges[most].End.Value - 1);
    }

    public void Save(ILogModelWriter writer)
    {
        writer.WriteState(state, DetectorsJson.Default.MergedLstmState);
        writer.WriteNetwork(LabelledState.NetworkName, network);
    }
}

/// <summary>The model in a snapshot, without its weights.</summary>
/// <param name="Keys">The learnt keys.</param>
/// <param name="WindowSize">Events of a window.</param>
/// <param name="HiddenSize">Memory units.</param>
/// <param name="SessionLength">Keys of a session that are read.</param>
/// <param name="Threshold">Score from which a session is reported.</param>
internal sealed record MergedLstmState(int[] Keys, int WindowSize, int HiddenSize, int SessionLength, float Threshold)
    : LabelledState(Keys, HiddenSize, SessionLength, Threshold)
{
    public override bool IsSound() => base.IsSound() && WindowSize is >= 1 and <= ClassifierSettings.LargestSessionLength;
}
