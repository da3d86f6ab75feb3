namespace LogGuard.Models.Values;

/// <summary>
/// Watches, while detecting, a parameter that was always the same, or one of a few values. A change that the
/// <see cref="ValueEvidence"/> could not exclude is told once. If it stays for a while, it is adopted: the parameter changes sometimes,
/// and is not judged any more. If what is usual comes back instead, and stays long enough to be believed, the next change is told again.
/// </summary>
internal sealed class ValueWatch
{
    /// <summary>
    /// Most tellings where the evidence excludes a change: as many sessions with a wrong code are reported one by one, as long as
    /// <see cref="LeastLines"/> usual ones lie between them. With more, the value is one that comes now and then.
    /// </summary>
    internal const int TellingLimit = 10;

    /// <summary>Fewest lines with new values that are adopted, and fewest usual lines that end a change: as few as show that at most one in twenty is different.</summary>
    internal const int LeastLines = 20;

    /// <summary>Least time for which new values came before they are adopted; most outages are over by then.</summary>
    internal static readonly TimeSpan LeastTime = TimeSpan.FromHours(1);

    private readonly double _leastLines;
    private ValueEvidence _evidence;
    private int _usual;
    private int _told;
    private int _tellings;
    private int _changes;
    private long _usualLines;
    private long _since;
    private long _awayLines;
    private long _lines;

    /// <param name="evidence">The values learnt; owned by the watch from now on.</param>
    /// <param name="confidence">Share of lines whose value must be known, 0..1.</param>
    public ValueWatch(ValueEvidence evidence, double confidence)
    {
        (_evidence, _usual, _leastLines) = (evidence, evidence.Count, 1 / (1 - confidence));
    }

    /// <summary>Whether the parameter was found to change sometimes, so that it is not judged.</summary>
    public bool IsAdopted { get; private set; }

    /// <summary>Increases with each change that is worth saving. Saved itself, so that an older state does not replace a newer one.</summary>
    public long ChangeCount { get; private set; }

    /// <summary>Number of days that began with a known value, since the last one with a new one.</summary>
    public int Days => _evidence.Days;

    /// <summary>The usual values, ascending.</summary>
    public double[] Usual => [.. _evidence.Values[.._usual].ToArray().Order()];

    /// <summary>The values that came while detecting and are not usual, in the order in which they came first: the change has not lasted so far.</summary>
    public ReadOnlySpan<double> Pending => IsAdopted ? [] : _evidence.Values[Math.Min(_usual, _evidence.Count)..];

    /// <summary>Whether a value is known, as a usual one or as a change that was told.</summary>
    public bool Knows(double value) => IsAdopted || _evidence.IndexOf(value) >= 0;

    /// <summary>Whether a new value is a surprise on an occasion. Each change seen so far asks for as much evidence again.</summary>
    public bool IsProven(in Occasion occasion) =>
        _evidence.Proves(occasion, _leastLines, ValueEvidence.LeastBoundaries * (1 + _changes));

    /// <summary>Whether the change that is told, or the next one, was a surprise when it came first.</summary>
    public bool IsSurprise(in Occasion occasion) => _told > 0 ? _tellings > 1 : IsProven(occasion);

    /// <summary>Judges the value of a line. A usual value, and one that is not to be told, is added to the evidence.</summary>
    public ValueSight See(double value, in Occasion occasion)
    {
        if (IsAdopted)
        {
            return ValueSight.Usual;
        }

        var place = _evidence.IndexOf(value);
        if (place >= 0 && place < _usual)
        {
            _evidence.Add(value, occasion);
            _usualLines++;
            _lines++;
            if (_told > 0 && IsProven(occasion))
            {
                BelieveAgain();
            }

            return ValueSight.Usual;
        }

        // The lines that follow a change are the same change until usual lines have ended it.
        var isTold = _told > 0 && (_told >= _tellings || _usualLines < LeastLines);
        if (isTold)
        {
            Accept(value, occasion);
        }

        return isTold ? ValueSight.SameChange : ValueSight.Change;
    }

    /// <summary>Records that the change of a line is told.</summary>
    public void Tell(double value, in Occasion occasion)
    {
        _tellings = IsSurprise(occasion) ? TellingLimit : 1;
        _told++;
        ChangeCount++;
        Accept(value, occasion);
    }

    /// <summary>Adds a value that is not usual, and need not be told.</summary>
    public void Accept(double value, in Occasion occasion)
    {
        if (_evidence.IndexOf(value) < 0)
        {
            _changes++;
            ChangeCount++;
        }

        _evidence.Add(value, occasion);
        _usualLines = 0;
        if (_awayLines++ == 0)
        {
            (_since, _lines) = (occasion.Time, 0);
        }

        _lines++;
        if (_evidence.HasTooMany || (_awayLines >= LeastLines && occasion.Time - _since >= LeastTime.Ticks))
        {
            Adopt();
        }
    }

    /// <summary>Starts the time anew after which a change is adopted: it was answered as an anomaly.</summary>
    public void Refuse() => _awayLines = 0;

    /// <summary>Continues what an earlier model of the same parameter has found out while detecting.</summary>
    public void TakeOver(ValueWatch earlier)
    {
        IsAdopted |= earlier.IsAdopted;
        (_told, _tellings, _changes) = (earlier._told, earlier._tellings, earlier._changes);
        ChangeCount = earlier.ChangeCount + 1;
    }

    /// <summary>The state to save.</summary>
    public ValueWatchState State => new()
    {
        Evidence = _evidence.State,
        Usual = _usual,
        Told = _told,
        Tellings = _tellings,
        Changes = _changes,
        UsualLines = _usualLines,
        Since = _since,
        AwayLines = _awayLines,
        Lines = _lines,
        IsAdopted = IsAdopted,
        ChangeCount = ChangeCount,
    };

    /// <summary>Restores a state that was saved and checked, unless it is older than this one.</summary>
    public void Restore(ValueWatchState state)
    {
        if (state.ChangeCount < ChangeCount)
        {
            return;
        }

        ChangeCount = state.ChangeCount;
        _evidence = ValueEvidence.Restore(state.Evidence);
        (_usual, _told, _tellings, _changes) = (state.Usual, state.Told, state.Tellings, state.Changes);
        (_usualLines, _since, _awayLines, _lines) = (state.UsualLines, state.Since, state.AwayLines, state.Lines);
        IsAdopted = state.IsAdopted;
    }

    // If new values replaced the usual ones, the parameter changes sometimes. If they came beside them, they are usual, too.
    private void Adopt()
    {
        IsAdopted = _evidence.HasTooMany || 2 * _awayLines > _lines;
        (_usual, _awayLines, _lines) = (_evidence.Count, 0, 0);

        // The days that excluded the change were too few, so the next one is told once the new evidence is believed.
        _tellings = Math.Min(_tellings, _told);
        ChangeCount++;
    }

    private void BelieveAgain()
    {
        (_told, _usual, _awayLines, _lines) = (0, _evidence.Count, 0, 0);
        ChangeCount++;
    }
}
