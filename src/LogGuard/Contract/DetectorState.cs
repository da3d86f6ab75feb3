namespace LogGuard;

/// <summary>What a detector is doing with the events that reach it.</summary>
public enum DetectorState
{
    /// <summary>It collects sessions to learn from, and reports nothing.</summary>
    Collecting,

    /// <summary>It trains its models in the background; events are taken note of, but not judged yet.</summary>
    Training,

    /// <summary>It judges each event and each session.</summary>
    Detecting,
}
