using LogGuard.Neural;
using LogGuard.Primitives;

namespace LogGuard.Models.Values;

/// <summary>A uniform sample of all elapsed times of a log key since the start (Vitter's algorithm R).</summary>
/// <param name="limit">Largest number of times that are kept.</param>
/// <param name="seed">Seed of the choice.</param>
internal sealed class ElapsedSample(int limit, int seed)
{
    private readonly SeededRandom _random = new(seed);
    private double[] _times = new double[Math.Min(limit, 16)];
    private int _limit = limit;
    private int _count;
    private Reservoir _reservoir;

    /// <summary>Number of times that memory is allocated for.</summary>
    public int Capacity => _times.Length;

    /// <summary>Adds a time; one that is not finite counts as missing.</summary>
    public void Add(double elapsed)
    {
        if (!double.IsFinite(elapsed))
        {
            return;
        }

        var place = _reservoir.Next(_count, _limit, _random);
        if (place >= _limit)
        {
            return;
        }

        if (place == _count)
        {
            if (_count == _times.Length)
            {
                Array.Resize(ref _times, Math.Min(_limit, _count * 2));
            }

            _count++;
        }

        _times[place] = elapsed;
    }

    /// <summary>Stops the growth of the sample: from now on a new time replaces another one.</summary>
    public void StopGrowing() => _limit = Math.Max(1, _count);

    /// <summary>Lowers the count of times sampled so far to the size of the sample, so that newer times enter more often.</summary>
    public void Fade() => _reservoir.Fade(_count);

    /// <summary>The times, in no order.</summary>
    public double[] ToArray() => [.. _times.AsSpan(0, _count)];

    /// <summary>Takes over the times of another sample, thinned evenly, so that they remain a sample of all times since the start.</summary>
    /// <param name="other">The other sample.</param>
    /// <param name="most">Largest number of times to take.</param>
    /// <param name="isLeftOut">Returns whether a time is to be missing; null: none is.</param>
    public void TakeOver(ElapsedSample other, int most, Func<double, bool>? isLeftOut)
    {
        double[] all = [.. other.ToArray().Where(elapsed => isLeftOut?.Invoke(elapsed) != true)];
        var length = Math.Min(most, all.Length);
        double[] times = [.. Enumerable.Range(0, length).Select(i => all[(int)((long)i * all.Length / length)])];
        (_times, _count) = (times.Length == 0 ? new double[1] : times, times.Length);
        _reservoir.Begin(Math.Max(other._reservoir.SeenCount, times.Length));
    }

    /// <summary>Reads the times that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data is malformed.</exception>
    public void Read(BinaryReader reader, int most)
    {
        _count = SeriesNumbers.ReadCount(reader, 0, most);
        _times = new double[Math.Max(_count, 1)];
        SeriesNumbers.Fill(reader, _times.AsSpan(0, _count));
        _reservoir.Begin(reader.ReadInt64());
        if (_reservoir.SeenCount < _count || !ToArray().All(double.IsFinite))
        {
            throw new InvalidDataException("a series of values has an impossible sample");
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_count);
        foreach (var value in _times.AsSpan(0, _count))
        {
            writer.Write(value);
        }

        writer.Write(_reservoir.SeenCount);
    }
}
