namespace LogGuard.Detection;

/// <summary>A question that reports what is less likely than a threshold, which can be lowered while it detects.</summary>
internal interface IThresholdQuestion : IQuestion
{
    /// <summary>Returns this question with a threshold at which it reports less. Called on the thread that judges.</summary>
    /// <param name="surprise">Largest surprise that is not reported, in bits.</param>
    /// <returns>Null if the question has no such threshold, or it is not lower.</returns>
    IQuestion? WithThreshold(double surprise);
}
