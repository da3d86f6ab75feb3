namespace LogGuard.Models.Values;

// Taken elsewhere as a whole: to the trainer's thread, into a snapshot and back.
internal sealed partial class ParameterValueSeries
{
    /// <summary>The series that <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="keyCount">Number of keys that there are.</param>
    /// <param name="parameterLimit">Most parameters of a key.</param>
    /// <param name="bytes">Number of bytes that there can be: no memory is taken for more.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ParameterValueSeries Read(BinaryReader reader, int keyCount, int parameterLimit, long bytes)
    {
        var key = Checked(reader.Read7BitEncodedInt(), 1, keyCount);
        var names = new string[Checked(reader.Read7BitEncodedInt(), 0, parameterLimit)];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        var limit = Checked(reader.Read7BitEncodedInt(), 1, int.MaxValue);
        var (width, most) = (names.Length + 1, bytes / sizeof(double));
        var count = Checked(reader.Read7BitEncodedInt(), 0, (int)Math.Min(limit, most / width));
        var series = new ParameterValueSeries(key, names, limit) { _rows = new double[Math.Max(count, 1) * width] };
        Fill(reader, series._rows.AsSpan(0, count * width));
        (series.Count, series._next) = (count, count % limit);
        series._sampleCount = Checked(reader.Read7BitEncodedInt(), 0, (int)Math.Min(limit, most));
        series._sample = new double[Math.Max(series._sampleCount, 1)];
        Fill(reader, series._sample.AsSpan(0, series._sampleCount));
        series._reservoir.Begin(reader.ReadInt64());
        return series._reservoir.SeenCount >= series._sampleCount && series.ElapsedSample().All(double.IsFinite)
            ? series
            : throw new InvalidDataException("a series of values has an impossible sample");
    }

    /// <summary>Writes it, oldest vector first.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Key);
        writer.Write7BitEncodedInt(Names.Length - 1);
        foreach (var name in Names.AsSpan(1))
        {
            writer.Write(name);
        }

        writer.Write7BitEncodedInt(_limit);
        writer.Write7BitEncodedInt(Count);
        for (var i = 0; i < Count; i++)
        {
            foreach (var value in Row(i))
            {
                writer.Write(value);
            }
        }

        writer.Write7BitEncodedInt(_sampleCount);
        foreach (var value in _sample.AsSpan(0, _sampleCount))
        {
            writer.Write(value);
        }

        writer.Write(_reservoir.SeenCount);
    }

    /// <summary>A series of its latest vectors, which goes on by itself.</summary>
    /// <param name="limit">Most vectors that the copy keeps.</param>
    /// <param name="isLeftOut">Of a feature's value, whether it is to be missing in the copy; null where none is.</param>
    public ParameterValueSeries Copy(int limit, Func<int, double, bool>? isLeftOut = null)
    {
        var copy = new ParameterValueSeries(Key, Names.AsSpan(1).ToArray(), limit);
        var vector = new double[Names.Length];
        for (var i = Math.Max(0, Count - limit); i < Count; i++)
        {
            Row(i).CopyTo(vector);
            for (var feature = 0; feature < vector.Length && isLeftOut is not null; feature++)
            {
                vector[feature] = isLeftOut(feature, vector[feature]) ? double.NaN : vector[feature];
            }

            copy.Add(vector);
        }

        // The sample is of all that ever came, not of what is copied; evenly thinned it still is.
        double[] all = [.. ElapsedSample().Where(elapsed => isLeftOut?.Invoke(0, elapsed) != true)];
        var length = Math.Min(limit, all.Length);
        double[] sample = [.. Enumerable.Range(0, length).Select(i => all[(int)((long)i * all.Length / length)])];
        (copy._sample, copy._sampleCount) = (sample.Length == 0 ? new double[1] : sample, sample.Length);
        copy._reservoir.Begin(Math.Max(_reservoir.SeenCount, sample.Length));
        return copy;
    }

    /// <summary>Lets all that the sample is of count as no more than it is: newer times have their chance then.</summary>
    public void Fade() => _reservoir.Fade(_sampleCount);

    private ReadOnlySpan<double> Row(int i)
    {
        var oldest = Count == _limit ? _next : 0;
        return _rows.AsSpan((oldest + i) % _limit * Names.Length, Names.Length);
    }

    private static void Fill(BinaryReader reader, Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = reader.ReadDouble();
        }
    }

    private static int Checked(int value, int least, int most) =>
        value >= least && value <= most ? value : throw new InvalidDataException($"a series of values holds {value} where {least} to {most} is possible");
}
