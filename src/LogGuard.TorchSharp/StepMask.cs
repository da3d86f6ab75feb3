using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>Which steps or windows of rows of different lengths are inside, and which step is the last.</summary>
internal static class StepMask
{
    /// <summary>True for the first steps of each row.</summary>
    /// <param name="counts">Number of them, (rows), on the device.</param>
    /// <param name="stepCount">Number of steps.</param>
    /// <returns>Truth values, (rows, steps).</returns>
    public static torch.Tensor Inside(torch.Tensor counts, long stepCount) =>
        torch.arange(stepCount, device: counts.device).unsqueeze(0).lt(counts.unsqueeze(1));

    /// <summary>True for the others.</summary>
    /// <param name="counts">Number of the first ones, (rows), on the device.</param>
    /// <param name="stepCount">Number of steps.</param>
    /// <returns>Truth values, (rows, steps).</returns>
    public static torch.Tensor Outside(torch.Tensor counts, long stepCount) =>
        torch.arange(stepCount, device: counts.device).unsqueeze(0).ge(counts.unsqueeze(1));

    /// <summary>The last step of each row.</summary>
    /// <param name="steps">(rows, steps, size).</param>
    /// <param name="counts">Number of steps of each row, on the device; null if all rows are full.</param>
    /// <returns>(rows, size).</returns>
    public static torch.Tensor Last(torch.Tensor steps, torch.Tensor? counts)
    {
        if (counts is null)
        {
            return steps.select(1, steps.shape[1] - 1);
        }

        torch.Tensor last = (counts - 1).view(-1, 1, 1).expand(-1, 1, steps.shape[2]);
        return steps.gather(1, last).squeeze(1);
    }
}
