namespace LogGuard.Detection;

/// <summary>What a question learns from answers on a thread of its own.</summary>
internal abstract class BackgroundLesson
{
    /// <summary>Number of answered steps that it is about.</summary>
    public abstract int StepCount { get; }

    /// <summary>Whether <see cref="Learn"/> came to its end.</summary>
    public abstract bool IsLearnt { get; }

    /// <summary>Learns. On another thread than the one that judges.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract void Learn(CancellationToken cancellation);

    /// <summary>The question with what was learnt; the earlier one where that would do harm. On the thread that judges.</summary>
    /// <param name="largestLoss">Largest share of what was learnt before that may be lost, 0..1.</param>
    /// <param name="tell">Receives a message for the detector's owner.</param>
    public abstract IQuestion Finish(double largestLoss, Action<string> tell);
}
