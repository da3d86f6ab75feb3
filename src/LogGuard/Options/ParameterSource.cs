namespace LogGuard;

/// <summary>The source of the two parameters of DeepLog's log key model: the window size (h) and the number of expected keys (g).</summary>
public enum ParameterSource
{
    /// <summary>
    /// The settings: <see cref="ModelOptions.WindowSize"/> and <see cref="ModelOptions.TopG"/>. If the latter is not set,
    /// calibration on held-out sessions.
    /// </summary>
    Settings,

    /// <summary>
    /// The workflows of the training sessions, as in section 4.4.1 of the DeepLog paper: h is the length of the shortest
    /// workflow, g the largest number of branches at a divergence point. Meant for comparison with the paper; calibration is
    /// better if rare steps are normal.
    /// </summary>
    Workflows,
}
