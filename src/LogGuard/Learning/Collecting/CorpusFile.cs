using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// Collected sessions as bytes: the number of distinct sequences; for each its flags, length and keys; the number of
/// sessions; for each the index of its sequence; for each the facts about it, if they are known. All numbers are 7-bit encoded.
/// </summary>
internal static class CorpusFile
{
    private const int StartFlag = 1;
    private const int EndFlag = 2;

    public static void Write(Stream stream, SessionCorpus corpus, IReadOnlyList<KeptFacts>? facts = null)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write7BitEncodedInt(corpus.Distinct.Count);
        foreach (var sequence in corpus.Distinct)
        {
            writer.Write7BitEncodedInt((sequence.HasStart ? StartFlag : 0) | (sequence.HasEnd ? EndFlag : 0));
            writer.Write7BitEncodedInt(sequence.Keys.Length);
            foreach (var key in sequence.Keys)
            {
                writer.Write7BitEncodedInt(key);
            }
        }

        writer.Write7BitEncodedInt(corpus.Count);
        foreach (var number in corpus.Order)
        {
            writer.Write7BitEncodedInt(number);
        }

        // Earlier versions stop here.
        foreach (var one in facts ?? [])
        {
            writer.Write7BitEncodedInt64(one.EndedAt);
            writer.Write7BitEncodedInt(one.IsTroubled ? 1 : 0);
            writer.Write7BitEncodedInt(one.Errors.Length);
            foreach (var key in one.Errors)
            {
                writer.Write7BitEncodedInt(key);
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public static SessionCorpus Read(byte[] bytes, int keyCount) => Read(bytes, keyCount, out _);

    /// <summary>Reads sessions, and the facts about each; null if the file has none.</summary>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public static SessionCorpus Read(byte[] bytes, int keyCount, out IReadOnlyList<KeptFacts>? facts)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        try
        {
            var distinct = new LogKeySequence[ReadCount(reader, bytes.Length)];
            for (var i = 0; i < distinct.Length; i++)
            {
                var flags = ReadCount(reader, StartFlag | EndFlag);
                var keys = new int[ReadCount(reader, bytes.Length)];
                for (var position = 0; position < keys.Length; position++)
                {
                    keys[position] = ReadCount(reader, keyCount);
                }

                distinct[i] = new LogKeySequence(keys, (flags & StartFlag) != 0, (flags & EndFlag) != 0);
            }

            var corpus = new SessionCorpus();
            for (var left = ReadCount(reader, bytes.Length); left > 0; left--)
            {
                corpus.Add(distinct[ReadCount(reader, distinct.Length - 1)]);
            }

            facts = reader.BaseStream.Position < bytes.Length ? ReadFacts(reader, corpus.Count, keyCount) : null;
            return corpus;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("the collected sessions are cut short", exception);
        }
    }

    private static KeptFacts[] ReadFacts(BinaryReader reader, int count, int keyCount)
    {
        var facts = new KeptFacts[count];
        for (var i = 0; i < count; i++)
        {
            var endedAt = reader.Read7BitEncodedInt64();
            if (endedAt < 0 || endedAt > DateTime.MaxValue.Ticks)
            {
                throw new InvalidDataException("the end of a collected session is no time");
            }

            var isTroubled = ReadCount(reader, 1) == 1;
            var errors = new int[ReadCount(reader, ErrorKeys.Limit)];
            for (var j = 0; j < errors.Length; j++)
            {
                errors[j] = ReadCount(reader, keyCount);
            }

            facts[i] = new KeptFacts(endedAt, isTroubled, errors);
        }

        return facts;
    }

    // Each counted item takes at least one byte, and keys and indexes have a known range, which limits malformed numbers.
    private static int ReadCount(BinaryReader reader, int most) => SavedData.ReadCount(reader, most, "the collected sessions hold");
}
