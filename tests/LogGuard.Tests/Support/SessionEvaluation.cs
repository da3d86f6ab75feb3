using LogGuard.Detection;
using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>
/// Judges whole sessions one by one, without a pipeline around it: the same questions in the same order as the reader
/// asks them. For comparing models on labelled sessions.
/// </summary>
internal sealed class SessionEvaluation(SessionModel model)
{
    private readonly Session _session = new(model.WindowSize);

    /// <summary>Whether anything in a session is anomalous.</summary>
    public bool IsReported(ReadOnlySpan<int> keys)
    {
        _session.Open(SessionId.Stream, collects: false);
        foreach (var key in keys)
        {
            if (model.IsAnomalous(_session, key, out _))
            {
                return true;
            }

            _session.Append(key);
        }

        return model.IsEndAnomalous(_session, out _);
    }
}
