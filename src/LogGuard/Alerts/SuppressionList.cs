using System.Collections.Immutable;

namespace LogGuard.Alerts;

/// <summary>The suppressed causes and the time at which each suppression ends. Any thread may write; the reader reads without a lock.</summary>
internal sealed class SuppressionList
{
    /// <summary>The maximum number of suppressions. A person sets fewer; a program that exceeds it is refused.</summary>
    internal const int Limit = 10_000;

    private readonly SuppressionStore? _file;
    private readonly Lock _lock = new();

    // Changes made while another detector owns the folder; null is a removal.
    private readonly Dictionary<string, long?> _unsaved = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, long> _untils = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <param name="file">The file that stores the suppressions; null to keep them in memory only.</param>
    public SuppressionList(SuppressionStore? file)
    {
        _file = file;
        foreach (var suppression in (file?.Load() ?? []).Take(Limit))
        {
            _untils = _untils.SetItem(suppression.Fingerprint, suppression.Until.UtcTicks);
        }
    }

    /// <summary>Returns the end of a cause's suppression, in UTC ticks; 0 if it is not suppressed.</summary>
    public long UntilOf(string fingerprint) => Volatile.Read(ref _untils).GetValueOrDefault(fingerprint);

    /// <summary>Returns the end of a cause's suppression by its present or its earlier fingerprint, in UTC ticks; 0 if there is none.</summary>
    public long UntilOf(CauseName cause)
    {
        var untils = Volatile.Read(ref _untils);
        return untils.IsEmpty ? 0 : Math.Max(untils.GetValueOrDefault(cause.Fingerprint), untils.GetValueOrDefault(cause.Earlier));
    }

    /// <summary>Returns the suppressions in effect at a time, the earliest end first.</summary>
    public IReadOnlyList<Suppression> At(long now) =>
    [
        .. Volatile.Read(ref _untils).Where(pair => pair.Value > now)
            .Select(pair => new Suppression(pair.Key, new DateTimeOffset(pair.Value, TimeSpan.Zero)))
            .OrderBy(suppression => suppression.Until).ThenBy(suppression => suppression.Fingerprint, StringComparer.Ordinal),
    ];

    /// <summary>Adds a suppression, or changes its end.</summary>
    /// <param name="fingerprint">The cause.</param>
    /// <param name="until">The end, in UTC ticks.</param>
    /// <param name="now">The current time. Suppressions that ended before are removed.</param>
    /// <returns>False if the limit is reached.</returns>
    public bool Add(string fingerprint, long until, long now)
    {
        lock (_lock)
        {
            var left = WithoutEnded(now);
            if (left.Count >= Limit && !left.ContainsKey(fingerprint))
            {
                return false;
            }

            Set(left.SetItem(fingerprint, until), fingerprint, until);
            return true;
        }
    }

    /// <summary>Takes the list that another detector has saved, with the changes that were made here meanwhile.</summary>
    public void Join()
    {
        lock (_lock)
        {
            if (_file is null)
            {
                return;
            }

            var joined = _file.Load().Take(Limit).Aggregate(
                _untils.Clear(), (untils, suppression) => untils.SetItem(suppression.Fingerprint, suppression.Until.UtcTicks));
            foreach (var (fingerprint, until) in _unsaved)
            {
                joined = until is not { } end ? joined.Remove(fingerprint)
                    : joined.Count < Limit || joined.ContainsKey(fingerprint) ? joined.SetItem(fingerprint, end)
                    : joined;
            }

            Volatile.Write(ref _untils, joined);
            SaveRest();
        }
    }

    /// <summary>Saves the changes that could not be saved because another detector owned the folder.</summary>
    public void SaveRest()
    {
        lock (_lock)
        {
            if (_unsaved.Count > 0 && _file?.Save(At(long.MinValue)) == true)
            {
                _unsaved.Clear();
            }
        }
    }

    /// <summary>Removes a suppression.</summary>
    /// <returns>Whether it was in effect.</returns>
    public bool Remove(string fingerprint, long now)
    {
        lock (_lock)
        {
            var left = WithoutEnded(now);
            var held = left.ContainsKey(fingerprint);
            if (held)
            {
                Set(left.Remove(fingerprint), fingerprint, null);
            }

            return held;
        }
    }

    private ImmutableDictionary<string, long> WithoutEnded(long now) =>
        _untils.RemoveRange(_untils.Where(pair => pair.Value <= now).Select(pair => pair.Key));

    private void Set(ImmutableDictionary<string, long> untils, string fingerprint, long? until)
    {
        Volatile.Write(ref _untils, untils);
        if (_file?.Save(At(long.MinValue)) == false)
        {
            _unsaved[fingerprint] = until;
        }
    }
}
