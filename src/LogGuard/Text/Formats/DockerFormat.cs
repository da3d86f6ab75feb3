using System.Text.Json;

namespace LogGuard.Parsing;

/// <summary>
/// Docker's <c>json-file</c>: <c>{"log":"order placed\n","stream":"stdout","time":"2024-05-06T07:08:09.123456789Z"}</c>. A line
/// without a line feed at its end goes on in the next one.
/// </summary>
internal sealed class DockerFormat(LineFormat? inner = null, TimeSpan assumedOffset = default) : ContainerFormat("Docker", inner, assumedOffset)
{
    internal override bool HoldsObject => true;

    internal override ContainerFormat With(LineFormat inner) => new DockerFormat(inner, AssumedOffset);

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new DockerFormat(Inner, offset);

    private protected override bool TryUnwrap(ReadOnlySpan<char> line, LineParts parts, out Wrapping wrapping)
    {
        wrapping = default;
        line = line.Trim("\uFEFF \t\r");
        if (line.Length is < 2 or > JsonLineFormat.MaxLineLength || line[0] != '{' || line[^1] != '}')
        {
            return false;
        }

        var length = parts.Encode(line);
        return TryRead(length, parts, out wrapping) || (JsonMender.TryMend(parts, ref length) && TryRead(length, parts, out wrapping));
    }

    private static bool TryRead(int length, LineParts parts, out Wrapping wrapping)
    {
        var (log, stream, time) = (LineRange.None, LineRange.None, LineRange.None);
        wrapping = default;
        try
        {
            var reader = new Utf8JsonReader(parts.Utf8.AsSpan(0, length));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ref var target = ref log;
                var isKnown = true;
                if (reader.ValueTextEquals("stream"u8))
                {
                    target = ref stream;
                }
                else if (reader.ValueTextEquals("time"u8))
                {
                    target = ref time;
                }
                else
                {
                    isKnown = reader.ValueTextEquals("log"u8);
                }

                reader.Read();
                if (isKnown && reader.TokenType == JsonTokenType.String)
                {
                    var room = parts.Reserve(reader.ValueSpan.Length);
                    target = room.Length < reader.ValueSpan.Length ? LineRange.None : parts.Commit(reader.CopyString(room));
                }
                else
                {
                    // Labels of the container.
                    reader.Skip();
                }
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
            {
                return false;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }

        if (!log.Exists || !time.Exists)
        {
            return false;
        }

        var text = log.Of(parts.OwnText);
        var isPartial = !text.EndsWith("\n");
        wrapping = new Wrapping(time, stream, log with { Length = text.TrimEnd("\r\n").Length }, isPartial);
        return true;
    }
}
