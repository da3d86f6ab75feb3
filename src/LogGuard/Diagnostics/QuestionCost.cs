using System.Diagnostics;

namespace LogGuard.Diagnostics;

/// <summary>The time that a question takes the reader. Written by the reader; any thread may read it.</summary>
/// <param name="question">The question's name.</param>
internal sealed class QuestionCost(string question)
{
    // Reading the clock takes as long as a question, so only one event in 1,024 is timed.
    private const int SamplingInterval = 1_024;

    private long _judged;
    private long _raised;
    private long _ticks;
    private int _untilMeasured = 1;

    /// <summary>The question's name.</summary>
    public string Question { get; } = question;

    /// <summary>Events and session ends that it judged.</summary>
    public long Judged => Volatile.Read(ref _judged);

    /// <summary>Anomalies that it raised.</summary>
    public long Raised => Volatile.Read(ref _raised);

    /// <summary>Time that judging events took, estimated from one event in 1,024.</summary>
    public TimeSpan Time => TimeSpan.FromSeconds(Volatile.Read(ref _ticks) / (double)Stopwatch.Frequency * SamplingInterval);

    /// <summary>Whether the next event is one that is timed.</summary>
    public bool IsMeasured()
    {
        if (--_untilMeasured > 0)
        {
            return false;
        }

        _untilMeasured = SamplingInterval;
        return true;
    }

    public void Measure(long ticks) => Volatile.Write(ref _ticks, _ticks + ticks);

    public void Count(bool isRaised)
    {
        Volatile.Write(ref _judged, _judged + 1);
        if (isRaised)
        {
            Volatile.Write(ref _raised, _raised + 1);
        }
    }

}
