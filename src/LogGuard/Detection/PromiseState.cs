using LogGuard.Primitives;

namespace LogGuard.Detection;

/// <summary>Reads and writes the numbers of the reader's running state, which are saved with the open sessions.</summary>
internal static class PromiseState
{
    /// <summary>Reads a count.</summary>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public static int ReadCount(BinaryReader reader, int largest = int.MaxValue) => SavedData.ReadCount(reader, largest, "it counts");

    /// <summary>Writes a block.</summary>
    public static void Write(BinaryWriter writer, PromiseBlock block)
    {
        writer.Write7BitEncodedInt64(block.Number);
        writer.Write(block.From);
        writer.Write7BitEncodedInt(block.Sessions);
        writer.Write7BitEncodedInt(block.Reported);
        writer.Write7BitEncodedInt(block.Errors);
        writer.Write(block.IsTroubled);
        for (var i = 0; i < block.Hits.Length; i++)
        {
            writer.Write7BitEncodedInt(block.Hits[i]);
            writer.Write7BitEncodedInt(block.Quiet[i]);
            WriteBits(writer, block.QuietBits[i]);
            WriteBits(writer, block.TroubledBits[i]);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static PromiseBlock ReadBlock(BinaryReader reader, int questionCount)
    {
        var (number, from) = (reader.Read7BitEncodedInt64(), reader.ReadInt64());
        SavedData.Require(number >= 0, "a block has no number");
        var sessions = ReadCount(reader);
        var block = new PromiseBlock(number, from, questionCount)
        {
            Sessions = sessions,
            Reported = ReadCount(reader, sessions),
            Errors = ReadCount(reader, sessions),
            IsTroubled = reader.ReadBoolean(),
        };
        for (var i = 0; i < questionCount; i++)
        {
            block.Hits[i] = ReadCount(reader, sessions);
            block.Quiet[i] = ReadCount(reader, block.Hits[i]);
            block.QuietBits[i] = ReadBits(reader);
            block.TroubledBits[i] = ReadBits(reader);
        }

        return block;
    }

    private static void WriteBits(BinaryWriter writer, int[]? bits)
    {
        writer.Write(bits is not null);
        foreach (var count in bits ?? [])
        {
            writer.Write7BitEncodedInt(count);
        }
    }

    private static int[]? ReadBits(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        var bits = new int[PromiseBlock.Bits];
        foreach (ref var count in bits.AsSpan())
        {
            count = ReadCount(reader);
        }

        return bits;
    }
}
