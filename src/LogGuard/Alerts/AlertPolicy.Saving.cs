namespace LogGuard.Alerts;

/// <summary>Saves the tracked causes, and continues those of the process before.</summary>
internal sealed partial class AlertPolicy
{
    /// <summary>Most characters of saved anomalies: the default limit of causes with lines of usual lengths. The newest are kept.</summary>
    internal const long SavedLimit = 4L << 20;

    private long _changes;
    private long _restoredAt;

    /// <summary>Changes whenever there is something new to save.</summary>
    public long ChangeCount => _changes + _raiser.Alerts + _raiser.Forgotten;

    /// <summary>The state to be saved.</summary>
    public SavedAlerts Save()
    {
        var room = SavedLimit;
        var incidents = new List<SavedIncident>();
        for (var incident = _incidents.Newest; incident is not null; incident = incident.Older)
        {
            room -= incident.Causes.Sum(cause => LengthOf(cause.Newest!));
            if (room < 0)
            {
                break;
            }

            incidents.Add(Save(incident));
        }

        incidents.Reverse();
        return new SavedAlerts
        {
            ChangeCount = ChangeCount,
            Now = _now,
            Gate = _raiser.Gate.Save(),
            Incidents = [.. incidents],
            Resolved = [.. _causes.Resolved.Select(cause => cause.Save())],
        };
    }

    /// <summary>Adds the causes of a process before that are not tracked yet.</summary>
    /// <param name="saved">Its state; sound.</param>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    public void Restore(SavedAlerts saved, int keyCount)
    {
        if (_now == 0)
        {
            _raiser.Gate.Restore(saved.Gate);
            _restoredAt = saved.Now;
        }

        Volatile.Write(ref _now, Math.Max(_now, saved.Now));
        foreach (var incident in saved.Incidents)
        {
            Restore(incident, keyCount);
        }

        foreach (var cause in saved.Resolved)
        {
            _causes.Restore(cause, incident: null, keyCount);
        }

        _dueAt = NextDue();
    }

    private static SavedIncident Save(AlertIncident incident) => new()
    {
        Id = incident.Id,
        Began = incident.Began,
        LastSeen = incident.LastSeen,
        Rank = incident.Rank,
        ToldRank = incident.ToldRank,
        Told = incident.Told,
        WaitsForSession = incident.WaitsForSession,
        Due = incident.Due,
        ResolvedDue = incident.ResolvedDue,
        Interval = incident.Interval,
        Sessions = [.. incident.Sessions],
        Links = [.. incident.Links],
        Causes = [.. incident.Causes.Select(cause => cause.Save())],
    };

    private void Restore(SavedIncident saved, int keyCount)
    {
        var incident = new AlertIncident(saved.Id, saved.Began, Math.Min(saved.Interval, _options.LongestInterval.Ticks))
        {
            Rank = saved.Rank,
            ToldRank = saved.ToldRank,
            Told = saved.Told,
            WaitsForSession = saved.WaitsForSession,
            Due = saved.Due,
            ResolvedDue = saved.ResolvedDue,
        };
        foreach (var session in saved.Sessions)
        {
            incident.Add(session, saved.LastSeen);
        }

        foreach (var cause in saved.Causes)
        {
            if (_causes.Restore(cause, incident, keyCount))
            {
                _raiser.Hold(cause.Untold);
            }
        }

        if (incident.Causes.Count > 0)
        {
            incident.LastSeen = saved.LastSeen;
            _incidents.Add(incident);
            _links.Restore(incident, saved.Links);
        }
    }

    // The first time of this process. A much earlier one is that of another log, which has causes of its own.
    private void CheckRestored(long now)
    {
        var isOther = now < _restoredAt - _options.QuietTime.Ticks;
        _restoredAt = 0;
        if (isOther)
        {
            Volatile.Write(ref _now, 0);
            _causes.Clear();
            _raiser.Gate.Restore(new long[SeverityRule.RankCount]);
            _dueAt = long.MaxValue;
        }
    }

    private static long LengthOf(Anomaly anomaly) =>
        (2L * anomaly.Template.Length) + anomaly.Reason.Length + anomaly.RecentSteps.Sum(step => (long)step.Length)
        + anomaly.Expected.Sum(step => (long)(step.Template?.Length ?? 0));
}
