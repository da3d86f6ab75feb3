using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using LogGuard.Detection;

namespace LogGuard.Detectors.Labelled;

/// <summary>Judges the end of a session by a network that learnt labels.</summary>
/// <typeparam name="T">The part of the snapshot beside the network's weights.</typeparam>
/// <param name="classifier">The network.</param>
/// <param name="state">The part of the snapshot beside its weights.</param>
/// <param name="type">How that becomes JSON.</param>
/// <param name="vectors">The vectors of templates; null if the network reads keys.</param>
internal sealed class LabelledSessionModel<T>(SessionClassifier classifier, T state, JsonTypeInfo<T> type, SessionVectors? vectors = null) : ILogModel
    where T : LabelledState
{
    public LogModelFinding? JudgeEnd(in JudgedSession session)
    {
        vectors?.Meet(session);
        var score = classifier.Judge(session.Keys);
        if (score <= state.Threshold)
        {
            return null;
        }

        // The line whose absence makes the session look most normal.
        var (most, least) = (-1, score);
        var keys = session.Keys[..Math.Min(session.Keys.Length, state.SessionLength)].ToArray();
        foreach (var key in keys.Distinct())
        {
            int[] without = [.. keys.Where(other => other != key)];
            if (without.Length > 0 && classifier.Judge(without) is var other && other < least)
            {
                (most, least) = (key, other);
            }
        }

        var blamed = most < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; without \"{session.TemplateOf(most)}\" it would be {least:0.000}");
        return new LogModelFinding(score, state.Threshold, string.Create(
            CultureInfo.InvariantCulture, $"it is like sessions that were labelled anomalous: {score:0.000} of 1, from {state.Threshold:0.000} on it is reported{blamed}"))
        {
            Key = Math.Max(0, most),
        };
    }

    public void Save(ILogModelWriter writer)
    {
        writer.WriteState(state, type);
        writer.WriteNetwork(LabelledState.NetworkName, classifier.Network);
        vectors?.Save(writer, state.Keys);
    }
}
