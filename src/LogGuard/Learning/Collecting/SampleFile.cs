using System.Text;
using System.Text.Json;
using LogGuard.Models.Values;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// Samples for training in addition to the sessions' keys, as bytes: sessions with their times, and series of values. Contains
/// numbers and the names of parameters, and no logged text.
/// </summary>
internal static class SampleFile
{
    public static void Write(Stream stream, IReadOnlyList<SessionStep[]> sessions)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write7BitEncodedInt(sessions.Count);
        foreach (var session in sessions)
        {
            writer.Write7BitEncodedInt(session.Length);
            foreach (var step in session)
            {
                writer.Write7BitEncodedInt(step.Key);
                writer.Write(step.ElapsedTicks);
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public static IReadOnlyList<SessionStep[]> ReadSessions(byte[] bytes, int keyCount) => Read(bytes, reader =>
    {
        var sessions = new SessionStep[ReadCount(reader, bytes.Length)][];
        for (var i = 0; i < sessions.Length; i++)
        {
            sessions[i] = new SessionStep[ReadCount(reader, SessionHistory.Limit)];
            for (var j = 0; j < sessions[i].Length; j++)
            {
                sessions[i][j] = new SessionStep(ReadCount(reader, keyCount), reader.ReadSingle());
                if (!(sessions[i][j].ElapsedTicks is >= 0 and <= long.MaxValue / 2))
                {
                    throw new InvalidDataException("a time of the sampled sessions is none");
                }
            }
        }

        return sessions;
    });

    public static void Write(Stream stream, IReadOnlyList<ParameterValueSeries> series)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write7BitEncodedInt(series.Count);
        foreach (var one in series)
        {
            one.Write(writer);
        }

        // Earlier versions stop here.
        writer.Flush();
        JsonSerializer.Serialize(stream, [.. series.Select(EvidenceOf)], ValueEvidenceJson.Default.ValueEvidenceStateArrayArray);
    }

    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public static IReadOnlyList<ParameterValueSeries> ReadSeries(byte[] bytes, int keyCount) => Read(bytes, reader =>
    {
        var series = new ParameterValueSeries[ReadCount(reader, Math.Min(keyCount, bytes.Length))];
        for (var i = 0; i < series.Length; i++)
        {
            series[i] = ParameterValueSeries.Read(reader, keyCount, ParameterValueCollector.ParameterLimit, bytes.Length);
            if (i > 0 && series[i].Key <= series[i - 1].Key)
            {
                throw new InvalidDataException("the series of values are out of order");
            }
        }

        // Earlier versions wrote no evidence.
        if (reader.BaseStream.Position < bytes.Length)
        {
            ReadEvidence(bytes.AsSpan((int)reader.BaseStream.Position), series);
        }

        return series;
    });

    private static ValueEvidenceState[] EvidenceOf(ParameterValueSeries series) =>
        [.. Enumerable.Range(1, series.Names.Length - 1).Select(i => series.Evidence(i)!.State)];

    private static void ReadEvidence(ReadOnlySpan<byte> bytes, ParameterValueSeries[] series)
    {
        ValueEvidenceState[][]? evidence;
        try
        {
            evidence = JsonSerializer.Deserialize(bytes, ValueEvidenceJson.Default.ValueEvidenceStateArrayArray);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("the evidence of the series of values is malformed", exception);
        }

        if (evidence?.Length != series.Length || !Array.TrueForAll(evidence, one => one is not null && Array.TrueForAll(one, state => state?.IsSound() == true)))
        {
            throw new InvalidDataException("the evidence of the series of values contradicts itself");
        }

        for (var i = 0; i < series.Length; i++)
        {
            series[i].RestoreEvidence(evidence[i]);
        }
    }

    private static T Read<T>(byte[] bytes, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        try
        {
            return read(reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("the sampled sessions or values are cut short", exception);
        }
    }

    private static int ReadCount(BinaryReader reader, int most) => SavedData.ReadCount(reader, most, "a sample holds");
}
