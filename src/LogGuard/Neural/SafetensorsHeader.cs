using System.Text.Json;

namespace LogGuard.Neural;

/// <summary>Reads the JSON header of a safetensors file, strictly by the format.</summary>
internal static class SafetensorsHeader
{
    /// <summary>Reads the header, without comparing offsets and shapes with the file.</summary>
    /// <exception cref="InvalidDataException">The header is malformed.</exception>
    public static (List<SafetensorsEntry> Entries, Dictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> header)
    {
        // The format requires the brace in the first byte, where JSON would allow white space.
        if (header.IsEmpty || header[0] != (byte)'{')
        {
            throw new InvalidDataException("Safetensors: the header does not begin with '{'.");
        }

        try
        {
            var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 4 });
            return ParseObject(ref json);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The reader throws InvalidOperationException for invalid Unicode.
            throw new InvalidDataException("Safetensors: the header is not valid JSON.", failure);
        }
    }

    private static (List<SafetensorsEntry> Entries, Dictionary<string, string> Metadata) ParseObject(ref Utf8JsonReader json)
    {
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        var names = new HashSet<string>();

        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            if (!names.Add(name))
            {
                throw new InvalidDataException($"Safetensors: the name {name} is there twice.");
            }

            json.Read();
            Expect(ref json, JsonTokenType.StartObject, name);
            if (name == Safetensors.MetadataKey)
            {
                ParseMetadata(ref json, metadata);
            }
            else
            {
                entries.Add(ParseEntry(ref json, name));
            }
        }

        // One more read rejects anything but white space after the object.
        json.Read();
        return (entries, metadata);
    }

    private static void ParseMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            Expect(ref json, JsonTokenType.String, key);
            if (!metadata.TryAdd(key, json.GetString()!))
            {
                throw new InvalidDataException($"Safetensors: the metadata key {key} is there twice.");
            }
        }
    }

    private static SafetensorsEntry ParseEntry(ref Utf8JsonReader json, string name)
    {
        bool isFloat = false;
        List<long>? shape = null;
        List<long>? offsets = null;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            switch (key)
            {
                case "dtype" when !isFloat:
                    Expect(ref json, JsonTokenType.String, name);
                    isFloat = json.ValueTextEquals("F32"u8)
                        ? true
                        : throw new InvalidDataException($"Safetensors: {name} is of type {json.GetString()}; only F32 is read.");
                    break;
                case "shape" when shape is null:
                    shape = ParseNumbers(ref json, name, int.MaxValue);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseNumbers(ref json, name, long.MaxValue);
                    break;
                default:
                    throw new InvalidDataException($"Safetensors: {name} has an unknown or repeated field {key}.");
            }
        }

        return isFloat && shape is not null && offsets is [long begin, long end]
            ? new SafetensorsEntry(name, [.. shape.Select(length => (int)length)], begin, end)
            : throw new InvalidDataException($"Safetensors: {name} lacks its dtype, its shape or its two data offsets.");
    }

    private static List<long> ParseNumbers(ref Utf8JsonReader json, string name, long limit)
    {
        Expect(ref json, JsonTokenType.StartArray, name);
        var numbers = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref json, JsonTokenType.Number, name);
            if (!json.TryGetInt64(out long number) || number < 0 || number > limit)
            {
                throw new InvalidDataException($"Safetensors: {name} has a number outside 0..{limit}.");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type, string name)
    {
        if (json.TokenType != type)
        {
            throw new InvalidDataException($"Safetensors: {name} holds a {json.TokenType} where a {type} belongs.");
        }
    }
}
