using LogGuard.Diagnostics;
using LogGuard.Sequences;

namespace LogGuard.Learning.Cycle;

/// <summary>What is told of trainings to the application's monitoring.</summary>
internal sealed partial class LearningCycle
{
    private long _trainedTicks;

    /// <summary>When the model was trained, by the clock; null where there is none. Any thread may ask.</summary>
    public DateTimeOffset? Trained
    {
        get => Volatile.Read(ref _trainedTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        private set => Volatile.Write(ref _trainedTicks, value?.UtcTicks ?? 0);
    }

    private DetectorActivity Begin(string name, SessionCorpus corpus)
    {
        var activity = new DetectorActivity(name, _options.Name);
        activity.Tag("logguard.sessions", corpus.Count);
        activity.Tag("logguard.events", corpus.EventCount);
        activity.Tag("logguard.templates", _vocabulary.Count);
        return activity;
    }
}
