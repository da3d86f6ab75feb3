using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuard.Neural;

/// <summary>
/// The safetensors format, float32 only: an 8-byte little-endian header length; a JSON header with dtype, shape and
/// data_offsets of each tensor, padded with spaces to 8 bytes; the values, little-endian, without gaps.
/// </summary>
/// <remarks>A file may come from anywhere, so every number in it is checked against the size of the file before it is used.</remarks>
internal static class Safetensors
{
    /// <summary>The only key of the header that does not name a tensor.</summary>
    internal const string MetadataKey = "__metadata__";

    /// <summary>Largest size of the header, in bytes.</summary>
    internal const int HeaderLimit = 16 * 1024 * 1024;

    private const int LengthSize = sizeof(ulong);

    // The bytes of an array of floats may exceed the length of a span, so values are read and written in parts.
    private const int ChunkValues = 1 << 20;

    /// <summary>Writes tensors, in the given order.</summary>
    /// <exception cref="ArgumentException">Names are not unique, a shape does not match its values, or the header is too long.</exception>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        byte[] header = MakeHeader(tensors, metadata);

        Span<byte> length = stackalloc byte[LengthSize];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);

        foreach (NamedTensor tensor in tensors)
        {
            WriteValues(stream, tensor.Values);
        }
    }

    /// <summary>Reads a file from the stream's position to its end.</summary>
    /// <exception cref="InvalidDataException">The file is truncated or malformed; the message says how.</exception>
    /// <exception cref="ArgumentException">The stream is not seekable, so its size is unknown.</exception>
    public static SafetensorsContent Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream must be able to seek, so that sizes can be checked.", nameof(stream));
        }

        long available = stream.Length - stream.Position;
        if (available < LengthSize)
        {
            throw new InvalidDataException($"Safetensors: the file has {available} bytes; the header length alone takes {LengthSize}.");
        }

        Span<byte> lengthBytes = stackalloc byte[LengthSize];
        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        available -= LengthSize;
        if (length > HeaderLimit || length > (ulong)available)
        {
            throw new InvalidDataException(
                $"Safetensors: the header length is {length}; {available} bytes follow and at most {HeaderLimit} are allowed.");
        }

        var header = new byte[length];
        ReadExactly(stream, header);
        (List<SafetensorsEntry> entries, Dictionary<string, string> metadata) = SafetensorsHeader.Parse(header);

        // A stable sort: empty tensors have the same offset and keep the order of the header.
        entries = [.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        CheckOffsets(entries, available - header.Length);

        return new SafetensorsContent([.. entries.Select(entry => ReadTensor(stream, entry))], metadata);
    }

    private static byte[] MakeHeader(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(MetadataKey);
                foreach ((string key, string value) in metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var names = new HashSet<string> { MetadataKey };
            long offset = 0;
            foreach (NamedTensor tensor in tensors)
            {
                if (!names.Add(tensor.Name))
                {
                    throw new ArgumentException($"The name {tensor.Name} is taken.", nameof(tensors));
                }

                if (tensor.Shape.Any(length => length < 0) || tensor.Shape.Aggregate(1L, (product, length) => product * length) != tensor.Values.Length)
                {
                    throw new ArgumentException($"{tensor.Name} has {tensor.Values.Length} values; its shape is ({string.Join(", ", tensor.Shape)}).", nameof(tensors));
                }

                WriteEntry(json, tensor, offset, offset += (long)tensor.Values.Length * sizeof(float));
            }

            json.WriteEndObject();
        }

        while (memory.Length % LengthSize != 0)
        {
            memory.WriteByte((byte)' ');
        }

        return memory.Length <= HeaderLimit
            ? memory.ToArray()
            : throw new ArgumentException($"The header would take {memory.Length} bytes; at most {HeaderLimit} are allowed.", nameof(tensors));
    }

    private static void WriteEntry(Utf8JsonWriter json, NamedTensor tensor, long begin, long end)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype"u8, "F32"u8);
        json.WriteStartArray("shape"u8);
        foreach (int length in tensor.Shape)
        {
            json.WriteNumberValue(length);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets"u8);
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValues(Stream stream, ReadOnlySpan<float> values)
    {
        for (int start = 0; start < values.Length; start += ChunkValues)
        {
            ReadOnlySpan<float> chunk = values.Slice(start, Math.Min(ChunkValues, values.Length - start));
            if (BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(chunk));
            }
            else
            {
                var reversed = new int[chunk.Length];
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(chunk), reversed);
                stream.Write(MemoryMarshal.AsBytes<int>(reversed));
            }
        }
    }

    // Accounts for every byte of the file before memory is allocated for values.
    private static void CheckOffsets(List<SafetensorsEntry> entries, long dataLength)
    {
        long expected = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != expected)
            {
                throw new InvalidDataException($"Safetensors: {entry.Name} begins at {entry.Begin}; it must begin at {expected}.");
            }

            if (entry.End < entry.Begin || entry.End > dataLength)
            {
                throw new InvalidDataException(
                    $"Safetensors: {entry.Name} takes the bytes {entry.Begin}..{entry.End}; there are {dataLength} bytes of data.");
            }

            Int128 size = sizeof(float);
            foreach (int length in entry.Shape)
            {
                size *= length;
                if (size > sizeof(float) * (Int128)Array.MaxLength)
                {
                    throw new InvalidDataException($"Safetensors: {entry.Name} has more values than an array can hold.");
                }
            }

            if (size != entry.End - entry.Begin)
            {
                throw new InvalidDataException(
                    $"Safetensors: the shape of {entry.Name} takes {size} bytes; it has {entry.End - entry.Begin}.");
            }

            expected = entry.End;
        }

        if (expected != dataLength)
        {
            throw new InvalidDataException($"Safetensors: the tensors take {expected} bytes; there are {dataLength} bytes of data.");
        }
    }

    private static NamedTensor ReadTensor(Stream stream, SafetensorsEntry entry)
    {
        var values = new float[(entry.End - entry.Begin) / sizeof(float)];
        for (int start = 0; start < values.Length; start += ChunkValues)
        {
            ReadExactly(stream, MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(ChunkValues, values.Length - start))));
        }

        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return new NamedTensor(entry.Name, entry.Shape, values);
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException failure)
        {
            throw new InvalidDataException("Safetensors: the file became shorter while it was read.", failure);
        }
    }
}
