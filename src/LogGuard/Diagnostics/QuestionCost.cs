using System.Diagnostics;

namespace LogGuard.Diagnostics;

/// <summary>
/// The cost of a question to the reader, since the question is asked and across models. Only the reader writes it; any thread
/// may read it.
/// </summary>
/// <param name="question">The question's name.</param>
/// <param name="events">Counts the events that all questions of the detector have judged.</param>
internal sealed class QuestionCost(string question, JudgedEvents events)
{
    /// <summary>One of this many events is timed; a power of two.</summary>
    public const int SamplingInterval = 1_024;

    private readonly long _eventsBefore = events.Count;
    private long _endsJudged;
    private long _raised;
    private long _ticks;

    /// <summary>The question's name.</summary>
    public string Question { get; } = question;

    /// <summary>Events and session ends that it judged.</summary>
    public long Judged => events.Count - _eventsBefore + Volatile.Read(ref _endsJudged);

    /// <summary>Anomalies that it raised.</summary>
    public long Raised => Volatile.Read(ref _raised);

    /// <summary>Time that it took to judge events, estimated from one event in 1,024.</summary>
    public TimeSpan Time => TimeSpan.FromSeconds(Volatile.Read(ref _ticks) / (double)Stopwatch.Frequency * SamplingInterval);

    /// <summary>Adds the time of one timed event.</summary>
    public void Measure(long ticks) => Volatile.Write(ref _ticks, _ticks + ticks);

    /// <summary>Counts a session end.</summary>
    public void CountEnd(bool isRaised)
    {
        Volatile.Write(ref _endsJudged, _endsJudged + 1);
        if (isRaised)
        {
            CountRaised();
        }
    }

    /// <summary>Counts an anomaly.</summary>
    public void CountRaised() => Volatile.Write(ref _raised, _raised + 1);
}
