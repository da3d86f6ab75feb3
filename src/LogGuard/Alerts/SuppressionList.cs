using System.Collections.Immutable;

namespace LogGuard.Alerts;

/// <summary>Causes that are not to be told of, each until a time. Written by any thread, read by the reader without a lock.</summary>
internal sealed class SuppressionList
{
    /// <summary>More orders than a person gives; a program that gives more is told no.</summary>
    internal const int Limit = 10_000;

    private readonly SuppressionFile? _file;
    private readonly Lock _lock = new();
    private ImmutableDictionary<string, long> _untils = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <param name="file">Where they are kept; null: nowhere.</param>
    public SuppressionList(SuppressionFile? file)
    {
        _file = file;
        foreach (var suppression in (file?.Load() ?? []).Take(Limit))
        {
            _untils = _untils.SetItem(suppression.Fingerprint, suppression.Until.UtcTicks);
        }
    }

    /// <summary>Until when a cause is suppressed, in UTC ticks; 0 where it is not.</summary>
    public long UntilOf(string fingerprint) => Volatile.Read(ref _untils).GetValueOrDefault(fingerprint);

    /// <summary>Those that hold at a time, the first to end first.</summary>
    public IReadOnlyList<Suppression> At(long now) =>
    [
        .. Volatile.Read(ref _untils).Where(pair => pair.Value > now)
            .Select(pair => new Suppression(pair.Key, new DateTimeOffset(pair.Value, TimeSpan.Zero)))
            .OrderBy(suppression => suppression.Until).ThenBy(suppression => suppression.Fingerprint, StringComparer.Ordinal),
    ];

    /// <summary>Adds one, or gives it another end.</summary>
    /// <param name="fingerprint">The cause.</param>
    /// <param name="until">The end, in UTC ticks.</param>
    /// <param name="now">The time: what ended before is removed.</param>
    /// <returns>False where there is no room.</returns>
    public bool Add(string fingerprint, long until, long now)
    {
        lock (_lock)
        {
            var left = WithoutEnded(now);
            if (left.Count >= Limit && !left.ContainsKey(fingerprint))
            {
                return false;
            }

            Set(left.SetItem(fingerprint, until));
            return true;
        }
    }

    /// <summary>Removes one.</summary>
    /// <returns>Whether it held.</returns>
    public bool Remove(string fingerprint, long now)
    {
        lock (_lock)
        {
            var left = WithoutEnded(now);
            var held = left.ContainsKey(fingerprint);
            if (held)
            {
                Set(left.Remove(fingerprint));
            }

            return held;
        }
    }

    private ImmutableDictionary<string, long> WithoutEnded(long now) =>
        _untils.RemoveRange(_untils.Where(pair => pair.Value <= now).Select(pair => pair.Key));

    private void Set(ImmutableDictionary<string, long> untils)
    {
        Volatile.Write(ref _untils, untils);
        _file?.Save(At(long.MinValue));
    }
}
