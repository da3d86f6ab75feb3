using LogGuard.Detection;
using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Learning.Training;

/// <summary>
/// Gathers the windows of training sessions in memory or, above <see cref="TrainingOptions.WindowMemoryLimit"/>, in a temporary
/// file from which each pass reads them again. Other uses of windows then take seeded samples.
/// </summary>
/// <remarks>
/// Training from a file differs from training in memory. In a pass, a window is drawn once for each distinct session that
/// contains it, and not just once, with the number of that session's occurrences as its weight. So common windows have more
/// influence, and ten passes are more steps. With repetitions counted, as in DeepLog, each session is written as often as it
/// occurred, and only the mixing differs.
/// </remarks>
internal sealed class WindowGatherer(TrainingData data)
{
    /// <summary>The numbers of windows that may be in memory.</summary>
    public WindowBudget Room { get; } = new(data.Options.Training.WindowMemoryLimit, data.Options.Model.WindowSize);

    /// <summary>The windows that a network is trained on.</summary>
    public TrainingWindows Gather(
        Range sessions, bool withBoundaries, bool countsRepetitions)
    {
        var windowSize = data.Options.Model.WindowSize;
        var set = IsFarTooMuch(sessions, withBoundaries)
            ? null
            : WindowSet.TryCollect(data.Corpus.Weighted(sessions), data.Symbols, windowSize, withBoundaries, Room.Rows, data.Cancellation);

        // With repetitions counted, their order takes memory too: a number for each.
        if (set is not null && (set.Count == 0 || !countsRepetitions || set.TotalWeight * sizeof(int) <= (double)data.Options.Training.WindowMemoryLimit * (1 << 20)))
        {
            return new TrainingWindows(set, Room);
        }

        var mixed = countsRepetitions ? MixedWithRepetitions(sessions) : Mixed(sessions);
        var folder = data.Options.ModelPath ?? Path.GetTempPath();
        var file = WindowFile.WriteTemporary(folder, mixed, data.Symbols, windowSize, withBoundaries);
        data.Tell(
            $"the windows would take more than Training.WindowMemoryLimit, {data.Options.Training.WindowMemoryLimit:N0} MB: {file.WindowCount:N0} of "
            + $"{windowSize:N0} events are trained on from a temporary file of {file.Length >> 20:N0} MB in {folder}, and thresholds are chosen on a sample.");
        return new TrainingWindows(file, Room);
    }

    // Windows that may fit the limit are gathered in memory; only clearly larger ones go to disk at once. The margin is six
    // times the deviation of the count.
    private bool IsFarTooMuch(Range sessions, bool withBoundaries)
    {
        var most = data.Corpus.Weighted(sessions).Sum(entry => entry.Sequence.Keys.Length + 1L);
        var enough = Room.Rows * 1.1;
        return most > enough && WindowSample.Count(
            WindowSet.Enumerate(data.Corpus.Weighted(sessions), data.Symbols, data.Options.Model.WindowSize, withBoundaries), enough, data.Cancellation) > enough;
    }

    /// <summary>The held-out windows by which the best weights are chosen.</summary>
    public WindowSet Validation(Range heldOut, bool isOnDisk)
    {
        var sessions = data.Corpus.Weighted(heldOut);
        return WindowSet.TryCollect(sessions, data.Symbols, data.Options.Model.WindowSize, withBoundaries: true, isOnDisk ? Room.PartRows : Room.Rows, data.Cancellation)
            ?? WindowSample.Of(
                WindowSet.Enumerate(sessions, data.Symbols, data.Options.Model.WindowSize, withBoundaries: true), data.Options.Model.WindowSize, Room.PartRows,
                data.Options.Seed, data.Cancellation);
    }

    // A pass only mixes windows that are near each other in the file, so the sessions are written in random order.
    private IEnumerable<(LogKeySequence Sequence, int Count)> Mixed(Range sessions)
    {
        var distinct = data.Corpus.Weighted(sessions).ToArray();
        foreach (var number in SessionSample.Shuffled(distinct.Length, data.Options.Seed))
        {
            data.Cancellation.ThrowIfCancellationRequested();
            yield return distinct[number];
        }
    }

    private IEnumerable<(LogKeySequence Sequence, int Count)> MixedWithRepetitions(Range sessions)
    {
        var (start, length) = sessions.GetOffsetAndLength(data.Corpus.Count);
        foreach (var number in SessionSample.Shuffled(length, data.Options.Seed))
        {
            data.Cancellation.ThrowIfCancellationRequested();
            yield return (data.Corpus[start + number], 1);
        }
    }
}
