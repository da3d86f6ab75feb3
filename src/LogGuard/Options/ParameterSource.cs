namespace LogGuard;

/// <summary>What chooses the two parameters of DeepLog's log key model: how far it looks back (h), and what it expects (g).</summary>
public enum ParameterSource
{
    /// <summary>
    /// <see cref="ModelOptions.WindowSize"/>, and <see cref="ModelOptions.TopG"/> or, where that is not set, calibration on
    /// held-out sessions.
    /// </summary>
    Settings,

    /// <summary>
    /// The workflows of the training sessions, as in section 4.4.1 of the DeepLog paper: h is the length of the shortest
    /// workflow, g the largest number of branches at a divergence point. For comparing with the paper; calibration is better
    /// where rare steps are normal.
    /// </summary>
    Workflows,
}
