namespace LogGuard.Stress.Floods;

/// <summary>
/// Tells when the detector's tables are full, by their counts: none has reached a new height for a while. Memory that grows before is
/// that of the tables, which are bounded by count; memory that grows afterwards is not.
/// </summary>
internal sealed class FillWatch
{
    /// <summary>The time without growth. The slowest flood, of a hundred lines a second, fills its tables by far more than the slack in it.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    // Sessions open and end all the time, so their number goes up and down around its height.
    private const int SlackCount = 10;
    private const double SlackShare = 0.02;

    private readonly List<long> _heights = [];
    private TimeSpan _grewAt;

    /// <summary>Takes the counts at a time, and returns whether none has grown for long enough.</summary>
    /// <param name="now">The time since the first look.</param>
    /// <param name="counts">The counts, the same ones each time.</param>
    public bool IsFull(TimeSpan now, params ReadOnlySpan<long> counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            if (i == _heights.Count)
            {
                _heights.Add(0);
            }

            if (counts[i] > _heights[i] + SlackCount + SlackShare * _heights[i])
            {
                _heights[i] = counts[i];
                _grewAt = now;
            }
        }

        return now - _grewAt >= QuietTime;
    }
}
