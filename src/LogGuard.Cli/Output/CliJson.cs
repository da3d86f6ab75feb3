using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LogGuard.Cli.Commands;
using LogGuard.Cli.Flows;
using LogGuard.Cli.Models;

namespace LogGuard.Cli.Output;

/// <summary>The types that the tool writes and reads as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ParsedLog))]
[JsonSerializable(typeof(ModelSettings))]
[JsonSerializable(typeof(DetectionReport))]
[JsonSerializable(typeof(Finding))]
[JsonSerializable(typeof(FlowDiff))]
[JsonSerializable(typeof(Confusion))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>Indented, with letters and quotes readable: the text goes to a terminal or a file, not into a page.</summary>
    public static CliJson Readable => field ??= Make(isIndented: true);

    /// <summary>The same on one line.</summary>
    public static CliJson OnOneLine => field ??= Make(isIndented: false);

    private static CliJson Make(bool isIndented) => new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = isIndented,
    });
}
