namespace LogGuard.Models.Values;

/// <summary>
/// The parameter value vectors of one log key in order of time (Du et al., DeepLog, section 3.2): elapsed seconds since
/// the session's previous event first, then the template's numeric parameters in its order. A missing value is NaN. Bounded:
/// the most recent vectors are kept.
/// </summary>
internal sealed class ParameterValueSeries
{
    /// <summary>Name of the first feature of every vector.</summary>
    public const string ElapsedTime = "elapsed time";

    // As large as the number of vectors kept.
    private readonly ElapsedSample _elapsed;

    // Of all lines since the start, one for each parameter; of those since the restart in series of earlier versions.
    private readonly ValueEvidence[] _evidence;
    private double[] _rows;
    private int _limit;
    private int _next;

    /// <param name="key">The log key.</param>
    /// <param name="parameterNames">Names of the template's numeric parameters, in its order.</param>
    /// <param name="limit">Largest number of vectors that are kept.</param>
    public ParameterValueSeries(int key, IEnumerable<string> parameterNames, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Key = key;
        Names = [ElapsedTime, .. parameterNames];
        _limit = limit;
        _elapsed = new ElapsedSample(limit, seed: key);
        _evidence = [.. Names.Skip(1).Select(_ => new ValueEvidence())];
        _rows = new double[Math.Min(limit, 16) * Names.Length];
    }

    public int Key { get; }

    /// <summary>Names of the features, <see cref="ElapsedTime"/> first.</summary>
    public string[] Names { get; }

    /// <summary>Number of vectors held.</summary>
    public int Count { get; private set; }

    /// <summary>The template's text parameters; none unless <see cref="ValueOptions.TextSets"/> is set.</summary>
    public TextSeries Texts { get; set; } = TextSeries.None;

    /// <summary>Number of values that memory is allocated for.</summary>
    public int Capacity => _rows.Length + _elapsed.Capacity + Texts.Capacity;

    /// <summary>Adds a vector; at the limit it replaces the oldest one.</summary>
    /// <param name="vector">One value for each name; values that are not finite count as missing.</param>
    /// <param name="occasion">When, and by which process, the line was logged.</param>
    public void Add(ReadOnlySpan<double> vector, Occasion occasion = default)
    {
        if (vector.Length != Names.Length)
        {
            throw new ArgumentException($"There are {vector.Length} values and {Names.Length} names.", nameof(vector));
        }

        if (Count < _limit && Count == _rows.Length / Names.Length)
        {
            Array.Resize(ref _rows, Math.Min(_limit, Count * 2) * Names.Length);
        }

        vector.CopyTo(_rows.AsSpan(_next * Names.Length));
        _next = (_next + 1) % _limit;
        Count = Math.Min(Count + 1, _limit);
        _elapsed.Add(vector[0]);
        for (var i = 0; i < _evidence.Length; i++)
        {
            _evidence[i].Add(vector[i + 1], occasion);
        }
    }

    /// <summary>Stops the growth of the series: from now on each new vector replaces the oldest one.</summary>
    public void StopGrowing()
    {
        if (Count < _limit)
        {
            _limit = Math.Max(1, Count);
            _next %= _limit;
        }

        _elapsed.StopGrowing();
    }

    /// <summary>A sample of all elapsed times since the start, in no order. The latest ones may all be from a quiet or a busy time.</summary>
    public double[] ElapsedSample() => _elapsed.ToArray();

    /// <summary>The evidence of all lines since the start for a feature; null for the elapsed time.</summary>
    public ValueEvidence? Evidence(int feature) => feature == 0 ? null : _evidence[feature - 1];

    /// <summary>Replaces the evidence of the parameters by one that was saved and checked.</summary>
    /// <exception cref="InvalidDataException">It is of other parameters.</exception>
    public void RestoreEvidence(ValueEvidenceState[] states)
    {
        if (states.Length != _evidence.Length)
        {
            throw new InvalidDataException("a series of values has evidence of other parameters");
        }

        for (var i = 0; i < states.Length; i++)
        {
            _evidence[i] = ValueEvidence.Restore(states[i]);
        }
    }

    /// <summary>The values of a feature, oldest first; a missing value is NaN.</summary>
    public double[] Column(int feature)
    {
        var column = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var value = Row(i)[feature];
            column[i] = double.IsFinite(value) ? value : double.NaN;
        }

        return column;
    }

    /// <summary>Reads a series that <see cref="Write"/> wrote.</summary>
    /// <param name="reader">The reader, at the beginning of the series.</param>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    /// <param name="parameterLimit">Largest number of parameters of a key.</param>
    /// <param name="bytes">Largest number of bytes that the series may have; limits the memory allocated.</param>
    /// <exception cref="InvalidDataException">The data is malformed.</exception>
    public static ParameterValueSeries Read(BinaryReader reader, int keyCount, int parameterLimit, long bytes)
    {
        var key = SeriesNumbers.ReadCount(reader, 1, keyCount);
        var names = new string[SeriesNumbers.ReadCount(reader, 0, parameterLimit)];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        var limit = SeriesNumbers.ReadCount(reader, 1, int.MaxValue);
        var (width, most) = (names.Length + 1, bytes / sizeof(double));
        var count = SeriesNumbers.ReadCount(reader, 0, (int)Math.Min(limit, most / width));
        var series = new ParameterValueSeries(key, names, limit) { _rows = new double[Math.Max(count, 1) * width] };
        SeriesNumbers.Fill(reader, series._rows.AsSpan(0, count * width));
        (series.Count, series._next) = (count, count % limit);
        for (var i = 0; i < names.Length; i++)
        {
            series._evidence[i] = ValueEvidence.Of(series.Column(i + 1));
        }

        series._elapsed.Read(reader, (int)Math.Min(limit, most));
        return series;
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

        _elapsed.Write(writer);
    }

    /// <summary>Returns an independent series of the latest vectors.</summary>
    /// <param name="limit">Largest number of vectors that the copy keeps.</param>
    /// <param name="isLeftOut">Returns whether a feature's value is to be missing in the copy, with the texts' features behind the numbers'; null: none is.</param>
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

        // All times since the start are sampled, not only those of the copied vectors.
        for (var i = 0; i < _evidence.Length; i++)
        {
            var feature = i + 1;
            copy._evidence[i] = _evidence[i].Without(isLeftOut is null ? null : value => isLeftOut(feature, value));
        }

        copy.Texts = Texts.Copy(isLeftOut is null ? null : (text, mark) => isLeftOut(Names.Length + text, mark));
        copy._elapsed.TakeOver(_elapsed, limit, isLeftOut is null ? null : elapsed => isLeftOut(0, elapsed));
        return copy;
    }

    /// <inheritdoc cref="ElapsedSample.Fade"/>
    public void Fade() => _elapsed.Fade();

    private ReadOnlySpan<double> Row(int i)
    {
        var oldest = Count == _limit ? _next : 0;
        return _rows.AsSpan((oldest + i) % _limit * Names.Length, Names.Length);
    }
}
