using System.Globalization;
using LogGuard.Detection;

namespace LogGuard.Detectors.Labelled;

/// <summary>Judges the end of a session by a network that learnt labels.</summary>
/// <param name="classifier">The network.</param>
/// <param name="threshold">The probability from which a session is anomalous, 0..1.</param>
/// <param name="sessionLength">Keys of a session that are read.</param>
/// <param name="save">Writes the model.</param>
internal sealed class LabelledSessionModel(SessionClassifier classifier, float threshold, int sessionLength, Action<ILogModelWriter> save) : ILogModel
{
    public LogModelFinding? JudgeEnd(in JudgedSession session)
    {
        var score = classifier.Judge(session.Keys);
        if (score <= threshold)
        {
            return null;
        }

        // The line whose absence makes the session look most normal.
        var (most, least) = (-1, score);
        var keys = session.Keys[..Math.Min(session.Keys.Length, sessionLength)].ToArray();
        foreach (var key in keys.Distinct())
        {
            int[] without = [.. keys.Where(other => other != key)];
            if (without.Length > 0 && classifier.Judge(without) is var other && other < least)
            {
                (most, least) = (key, other);
            }
        }

        var blamed = most < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; without \"{session.TemplateOf(most)}\" it would be {least:0.000}");
        return new LogModelFinding(score, threshold, string.Create(
            CultureInfo.InvariantCulture, $"it is like sessions that were labelled anomalous: {score:0.000} of 1, from {threshold:0.000} on it is reported{blamed}"))
        {
            Key = Math.Max(0, most),
        };
    }

    public void Save(ILogModelWriter writer) => save(writer);
}
