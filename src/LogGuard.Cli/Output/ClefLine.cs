using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuard.Cli.Output;

/// <summary>Writes an event in Serilog's compact format: one JSON object on a line.</summary>
internal static class ClefLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="output">Receives the line.</param>
    /// <param name="time">The time of the event.</param>
    /// <param name="template">The message template.</param>
    /// <param name="severity">The level.</param>
    /// <param name="addProperties">Adds the properties.</param>
    public static void Write(TextWriter output, DateTimeOffset time, string template, LogSeverity severity, Action<Utf8JsonWriter> addProperties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("@t", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("@mt", template);

            // Serilog omits its default level.
            if (severity != LogSeverity.Information)
            {
                writer.WriteString("@l", severity.ToString());
            }

            addProperties(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
