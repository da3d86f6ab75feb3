namespace LogGuard.Detection;

/// <summary>Answers that a question learns on a background thread.</summary>
internal abstract class BackgroundLesson
{
    /// <summary>Number of answered steps to learn.</summary>
    public abstract int StepCount { get; }

    /// <summary>Whether <see cref="Learn"/> has completed.</summary>
    public abstract bool IsLearnt { get; }

    /// <summary>Learns the answers. Called on another thread than the one that judges.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract void Learn(CancellationToken cancellation);

    /// <summary>Returns the question that has learnt the answers, or the earlier one if that would lose too much. Called on the thread that judges.</summary>
    /// <param name="largestLoss">Largest share of earlier knowledge that may be lost, 0..1.</param>
    /// <param name="tell">Receives a message for the detector's owner.</param>
    public abstract IQuestion Finish(double largestLoss, Action<string> tell);
}
