namespace LogGuard.Detection;

/// <summary>
/// A question whose judgement depends on the events before, beyond those of the session. Its running state is saved with the
/// open sessions, so that a restart does not change a verdict.
/// </summary>
internal interface IRunningQuestion : IQuestion
{
    /// <summary>Writes the running state. Called on the thread that judges, every few seconds.</summary>
    void SaveRunning(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveRunning"/> wrote. Called before the first event.</summary>
    /// <exception cref="InvalidDataException">It contradicts itself, or is not of this model.</exception>
    void RestoreRunning(BinaryReader reader);
}
