namespace LogGuard.Neural;

/// <summary>How the steps of a sequence become one row of numbers.</summary>
internal enum StepPooling
{
    /// <summary>The last step; of a layer that reads both ways, each direction's own last step (PyTorch's h_n).</summary>
    Last,

    /// <summary>The mean of all steps.</summary>
    Mean,
}
