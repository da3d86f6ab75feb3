namespace LogGuard.Detection;

/// <summary>A trained model that judges events, sessions, or both. Used by one thread, the detector's reader.</summary>
/// <remarks>A judgement that finds nothing should allocate nothing.</remarks>
public interface ILogModel
{
    /// <summary>Whether <see cref="Judge"/> is called for each event. The default is false: sessions are judged at their ends.</summary>
    bool JudgesEvents => false;

    /// <summary>Judges an event, which is the last key of the session. The one stream has events only, and no end.</summary>
    /// <returns>Null if nothing is wrong.</returns>
    LogModelFinding? Judge(in JudgedSession session) => null;

    /// <summary>Judges a session that has ended and in which nothing was reported.</summary>
    /// <returns>Null if nothing is wrong.</returns>
    LogModelFinding? JudgeEnd(in JudgedSession session) => null;

    /// <summary>Writes the model's part of a snapshot, which <see cref="ILogModelTrainer.Load"/> reads.</summary>
    void Save(ILogModelWriter writer);
}
