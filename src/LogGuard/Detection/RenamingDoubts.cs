using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Unknown templates whose words alone do not show which learnt one they are. A deploy that changes a wording changes it everywhere: the
/// learnt template never comes again, and the new one comes where it was expected. Only accessed by the reader.
/// </summary>
/// <remarks>
/// The doubt about a pair begins with the chance that a new step has so like words (<see cref="TemplateLikeness.ChanceOf"/>), at the first
/// session in which the new template comes where the learnt one is expected. Each further one multiplies it by the chance that this is
/// seen of a step of its own: the learnt one's chance not to come there, but at least one half, since a fault may take the place of a
/// step in every second session. A session in which it comes elsewhere doubles it. The template is the learnt one when the doubt is no
/// more than <see cref="TemplateLikeness.ChanceOfMistake"/>, in the sixth session for words that say nothing, and later for a learnt
/// template that is rare there. It is reported as unknown until then.
/// </remarks>
internal sealed class RenamingDoubts
{
    /// <summary>Most pairs that are watched at a time.</summary>
    internal const int Limit = 1_000;

    /// <summary>
    /// Share of sessions in which a fault takes the place of a step, up to which the step is shown to come no more. A fault in more of them
    /// is told from another wording by its words alone.
    /// </summary>
    internal const double LargestFaultShare = 0.5;

    private readonly Dictionary<(int Key, int Earlier), Doubt> _pairs = [];
    private readonly Dictionary<int, long> _minutes = [];
    private readonly HashSet<int> _excluded = [];

    /// <summary>Whether a line is the first one with its template in its session, or in a minute of the one stream: a burst is one occasion.</summary>
    public bool IsNewOccasion(Session session, in LogRecord record)
    {
        if (!session.Id.IsStream)
        {
            return session.Counts[record.Key] == 0;
        }

        var minute = record.Timestamp / TimeSpan.TicksPerMinute;
        if (_minutes.TryGetValue(record.Key, out var last) && last == minute)
        {
            return false;
        }

        if (_minutes.Count >= Limit)
        {
            _minutes.Clear();
        }

        _minutes[record.Key] = minute;
        return true;
    }

    /// <summary>Adds an occasion.</summary>
    /// <param name="key">The unknown template.</param>
    /// <param name="earlier">A learnt one that has not come.</param>
    /// <param name="initial">The chance that a new step is as like to a learnt one.</param>
    /// <param name="isExpected">Whether the learnt one is expected here.</param>
    /// <param name="chance">The learnt one's probability here; 0 if that cannot be judged.</param>
    /// <param name="count">Number of occasions on which it was expected.</param>
    /// <returns>Whether the doubt is small enough.</returns>
    public bool Add(int key, int earlier, double initial, bool isExpected, double chance, out int count)
    {
        count = 0;
        if ((chance <= 0 && !isExpected) || _excluded.Contains(key))
        {
            return false;
        }

        if (!_pairs.TryGetValue((key, earlier), out var doubt))
        {
            if (_pairs.Count >= Limit)
            {
                return false;
            }

            _pairs.Add((key, earlier), doubt = new Doubt { Chance = initial });
        }

        if (!isExpected)
        {
            doubt.Chance /= LargestFaultShare;
            return false;
        }

        // The first one chose the pair.
        doubt.Chance *= doubt.Count == 0 ? 1 : Math.Max(LargestFaultShare, 1 - chance);
        count = ++doubt.Count;
        return doubt.Chance <= TemplateLikeness.ChanceOfMistake;
    }

    /// <summary>Ends the watch of a template that came as a warning or an error.</summary>
    public void Exclude(int key)
    {
        if (_excluded.Count < Limit && _excluded.Add(key))
        {
            Remove(key);
        }
    }

    /// <summary>Forgets a template.</summary>
    public void Remove(int key)
    {
        foreach (var pair in _pairs.Keys.Where(pair => pair.Key == key).ToArray())
        {
            _pairs.Remove(pair);
        }
    }

    private sealed class Doubt
    {
        public double Chance { get; set; }

        public int Count { get; set; }
    }
}
