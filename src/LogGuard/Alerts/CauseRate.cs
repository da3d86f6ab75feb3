namespace LogGuard.Alerts;

/// <summary>
/// How often one cause occurs, to find out whether it now occurs much more often than it used to. The newest ten occurrences are
/// compared with the history before them: an exponential average, and the rate that was reported last.
/// </summary>
/// <remarks>
/// The rule is: ten came in a time in which at most one was to be expected. The rate is then at least nine times as high, and ten
/// Poisson events where one is expected have a probability of one in ten million.
/// </remarks>
internal sealed class CauseRate
{
    internal const int RecentCount = 10;

    // Half a working day is forgotten to 2 %: the history is of today, and a second outage in the evening is compared with the
    // hours before it.
    private static readonly double Memory = TimeSpan.FromHours(1).Ticks;

    // Shorter histories say nothing: a fault rarely begins at its full rate.
    private static readonly long LeastHistory = TimeSpan.FromMinutes(1).Ticks;

    // Ten at once, in a batch, are a rate of ten a second and not of millions.
    private static readonly long LeastSpan = TimeSpan.FromSeconds(1).Ticks;

    private readonly long[] _recent = new long[RecentCount];
    private int _next;
    private long _count;
    private long _first;
    private long _lastSession;
    private double _past;
    private long _pastAt;
    private double _told;
    private long _toldAt;

    /// <summary>Adds an occurrence.</summary>
    /// <param name="session">The number of its session; further ones of the same session are not counted. 0 counts always.</param>
    /// <param name="now">The time, in UTC ticks.</param>
    /// <returns>The change, if the rate is much higher than before; otherwise null.</returns>
    public RateChange? Add(long session, long now)
    {
        if (session != 0 && session == _lastSession)
        {
            return null;
        }

        _lastSession = session;
        _first = _count == 0 ? now : _first;
        if (_count >= RecentCount)
        {
            var leaving = _recent[_next];
            _past = Decayed(_past, leaving - _pastAt) + 1;
            _pastAt = leaving;
        }

        _recent[_next] = now;
        _next = (_next + 1) % RecentCount;
        _count++;
        var oldest = _recent[_next];
        if (_count <= RecentCount || oldest - _first < LeastHistory)
        {
            return null;
        }

        var span = Math.Max(now - oldest, LeastSpan);

        // Half an event more: the average is at its lowest right before an event, and at its highest right after it.
        var before = (Decayed(_past, oldest - _pastAt) + 0.5) / (Memory * (1 - Math.Exp(-(oldest - _first) / Memory)));
        if (before * span > 1)
        {
            return null;
        }

        if (Decayed(_told, now - _toldAt) * span > 1)
        {
            // Bursts of the rate that was reported go on.
            _toldAt = now;
            return null;
        }

        return new RateChange((RecentCount - 1.0) / span * TimeSpan.TicksPerHour, before * TimeSpan.TicksPerHour);
    }

    /// <summary>Remembers a rate that was reported, which is not reported again.</summary>
    public void Tell(RateChange change, long now)
    {
        _told = change.Now / TimeSpan.TicksPerHour;
        _toldAt = now;
    }

    /// <summary>The history to be saved.</summary>
    public SavedRate Save() => new()
    {
        Recent = [.. _recent],
        Next = _next,
        Count = _count,
        First = _first,
        LastSession = _lastSession,
        Past = _past,
        PastAt = _pastAt,
        Told = _told,
        ToldAt = _toldAt,
    };

    /// <summary>Restores a history of <see cref="Save"/>.</summary>
    public void Restore(SavedRate saved)
    {
        saved.Recent.CopyTo(_recent, 0);
        (_next, _count, _first, _lastSession) = (saved.Next, saved.Count, saved.First, saved.LastSession);
        (_past, _pastAt, _told, _toldAt) = (saved.Past, saved.PastAt, saved.Told, saved.ToldAt);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _count = _lastSession = 0;
        _past = _told = 0;
    }

    private static double Decayed(double value, long time) => value == 0 ? 0 : value * Math.Exp(-Math.Max(0, time) / Memory);
}
