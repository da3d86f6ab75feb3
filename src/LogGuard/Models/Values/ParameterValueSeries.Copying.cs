namespace LogGuard.Models.Values;

// Copies of a whole series: for the trainer's thread, and to and from a snapshot.
internal sealed partial class ParameterValueSeries
{
    /// <summary>Reads a series that <see cref="Write"/> wrote.</summary>
    /// <param name="reader">The reader, at the beginning of the series.</param>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    /// <param name="parameterLimit">Largest number of parameters of a key.</param>
    /// <param name="bytes">Largest number of bytes that the series may have; limits the memory allocated.</param>
    /// <exception cref="InvalidDataException">The data is malformed.</exception>
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

    /// <summary>Writes the series, oldest vector first.</summary>
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

    /// <summary>Returns an independent series of the latest vectors.</summary>
    /// <param name="limit">Largest number of vectors that the copy keeps.</param>
    /// <param name="isLeftOut">Returns whether a feature's value is to be missing in the copy; null: none is.</param>
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

        // The sample is of all times since the start, not of the copied ones; thinned evenly, it remains so.
        double[] all = [.. ElapsedSample().Where(elapsed => isLeftOut?.Invoke(0, elapsed) != true)];
        var length = Math.Min(limit, all.Length);
        double[] sample = [.. Enumerable.Range(0, length).Select(i => all[(int)((long)i * all.Length / length)])];
        (copy._sample, copy._sampleCount) = (sample.Length == 0 ? new double[1] : sample, sample.Length);
        copy._reservoir.Begin(Math.Max(_reservoir.SeenCount, sample.Length));
        return copy;
    }

    /// <summary>Lowers the count of times sampled so far to the size of the sample, so that newer times enter more often.</summary>
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
