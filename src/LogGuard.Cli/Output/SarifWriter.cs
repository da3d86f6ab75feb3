using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LogGuard.Cli.Models;

namespace LogGuard.Cli.Output;

/// <summary>Writes findings as SARIF 2.1.0, which continuous integration shows beside a change.</summary>
internal static class SarifWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (AnomalyKind Kind, string Text)[] Rules =
    [
        (AnomalyKind.UnknownKey, "A line whose template was never learnt."),
        (AnomalyKind.UnexpectedKey, "A line that was not expected at its place in the session."),
        (AnomalyKind.UnusualCounts, "A session with unusual counts of its lines."),
        (AnomalyKind.CutShort, "A session that ended before its usual end."),
        (AnomalyKind.UnusualValue, "A line with an unusual value or an unusual time since the line before."),
        (AnomalyKind.Other, "A session that an added model reports."),
        (AnomalyKind.UnusualRate, "A template that comes more often or less often than usual."),
        (AnomalyKind.RenamedTemplate, "A template whose wording changed."),
    ];

    /// <param name="output">Receives the document.</param>
    /// <param name="report">The report, whose files are the locations.</param>
    /// <param name="level">The level of the results: warning or error.</param>
    public static void Write(TextWriter output, DetectionReport report, string level = "warning")
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            WriteTool(writer);
            writer.WriteStartArray("results");
            foreach (var finding in report.Findings)
            {
                WriteResult(writer, finding, report, level);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteTool(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "LogGuard");
        writer.WriteString("semanticVersion", typeof(SarifWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0");
        writer.WriteStartArray("rules");
        foreach (var (kind, text) in Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", kind.ToString());
            writer.WriteStartObject("shortDescription");
            writer.WriteString("text", text);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, Finding finding, DetectionReport report, string level)
    {
        var anomaly = finding.Anomaly;
        writer.WriteStartObject();
        writer.WriteString("ruleId", anomaly.Kind.ToString());
        writer.WriteNumber("ruleIndex", Array.FindIndex(Rules, rule => rule.Kind == anomaly.Kind));
        writer.WriteString("level", level);
        writer.WriteStartObject("message");
        writer.WriteString("text", $"{anomaly.Reason} Line: {anomaly.Line}");
        writer.WriteEndObject();

        // An anomaly has a place in its session, not in the file: the region is left out.
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        if (report.Files is [var path] && path != "-")
        {
            writer.WriteStartObject("physicalLocation");
            writer.WriteStartObject("artifactLocation");
            writer.WriteString("uri", new Uri(path).AbsoluteUri);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteStartArray("logicalLocations");
        writer.WriteStartObject();
        writer.WriteString("name", anomaly.Template);
        writer.WriteString("fullyQualifiedName", $"{anomaly.SessionId}/{anomaly.Position}");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteNumber("occurrenceCount", finding.Count);
        writer.WriteStartObject("partialFingerprints");
        writer.WriteString("logguard/v1", finding.Fingerprint);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
