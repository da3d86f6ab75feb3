using System.Runtime.InteropServices;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// The usual shape of sessions in which nothing was reported: how they end, and how many of them hold an error. Only accessed by
/// the reader.
/// </summary>
internal sealed class UsualSessions
{
    private readonly Dictionary<int, int> _endings = [];
    private int _endingCount;
    private double _sessions;
    private double _errors;

    /// <summary>Adds a session in which nothing was reported and nothing was an error.</summary>
    public void Add(Session session)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_endings, session.LastRecord.Key, out _)++;
        if (++_endingCount == int.MaxValue / 2)
        {
            Clear();
        }
    }

    /// <summary>Whether a session ended as others do: behind a key that ends more of them than may be reported, and not by chance.</summary>
    /// <param name="session">The session.</param>
    /// <param name="bound">The share of sessions that may be reported, 0..1.</param>
    public bool EndAs(Session session, double bound) =>
        _endings.TryGetValue(session.LastRecord.Key, out var count) && count >= Math.Max(KeyAdoption.FewestSessions, bound * _endingCount);

    /// <summary>Whether a block has more sessions with errors than the blocks before it, beyond chance.</summary>
    /// <remarks>Each end of the two intervals is passed by chance in one block of forty, so that both are in one of 1,600.</remarks>
    public bool HaveFewerErrorsThan(PromiseBlock block) => _sessions > 0 && block.Errors > 0
        && BinomialInterval.Of(block.Errors, block.Sessions, DetectorCalibration.Confidence).Low
            > BinomialInterval.Of(_errors, _sessions, DetectorCalibration.Confidence).High;

    /// <summary>Adds the errors of a block that has no more of them. Those of earlier blocks fade.</summary>
    public void Add(PromiseBlock block)
    {
        const double Kept = 1 - (1.0 / PromiseWatch.BlockCount);
        (_sessions, _errors) = ((_sessions * Kept) + block.Sessions, (_errors * Kept) + block.Errors);
    }

    public void Clear()
    {
        _endings.Clear();
        _endingCount = 0;
        (_sessions, _errors) = (0, 0);
    }

    /// <summary>Writes it in the form that <see cref="Restore"/> reads.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_sessions);
        writer.Write(_errors);
        writer.Write7BitEncodedInt(_endings.Count);
        foreach (var (key, count) in _endings)
        {
            writer.Write7BitEncodedInt(key);
            writer.Write7BitEncodedInt(count);
        }
    }

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public void Restore(BinaryReader reader, int keyCount)
    {
        Clear();
        (_sessions, _errors) = (reader.ReadDouble(), reader.ReadDouble());
        SavedData.Require(_errors >= 0 && _errors <= _sessions && double.IsFinite(_sessions), "its numbers of errors are out of range");
        for (var count = PromiseState.ReadCount(reader, keyCount + 1); count > 0; count--)
        {
            var key = PromiseState.ReadCount(reader, keyCount);
            SavedData.Require(_endings.TryAdd(key, PromiseState.ReadCount(reader, (int.MaxValue / 2) - _endingCount)), "an ending repeats itself");
            _endingCount += _endings[key];
        }
    }
}
