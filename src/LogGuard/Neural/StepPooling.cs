namespace LogGuard.Neural;

/// <summary>How the steps of a row become one vector.</summary>
public enum StepPooling
{
    /// <summary>
    /// The outputs at the row's last step. A backward direction ends at the first step, so its outputs are taken there (PyTorch's h_n).
    /// </summary>
    Last,

    /// <summary>The mean over all steps of the row.</summary>
    Mean,
}
