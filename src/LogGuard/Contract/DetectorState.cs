namespace LogGuard;

/// <summary>The state of a detector, which decides how it handles events.</summary>
public enum DetectorState
{
    /// <summary>Collects training sessions and reports nothing.</summary>
    Collecting,

    /// <summary>Trains the models in the background. Events are recorded but not judged yet.</summary>
    Training,

    /// <summary>Judges each event and each session.</summary>
    Detecting,
}
