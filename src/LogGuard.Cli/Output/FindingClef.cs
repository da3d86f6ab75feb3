using LogGuard.Cli.Models;

namespace LogGuard.Cli.Output;

/// <summary>Writes a finding as an event of Serilog's compact format.</summary>
internal static class FindingClef
{
    public static void Write(TextWriter output, Finding finding)
    {
        var anomaly = finding.Anomaly;
        var severity = anomaly.Severity < LogSeverity.Warning ? LogSeverity.Warning : anomaly.Severity;
        ClefLine.Write(output, anomaly.Timestamp, "{Kind} in session {SessionId}: {Line} ({Reason})", severity, writer =>
        {
            writer.WriteString("Kind", anomaly.Kind.ToString());
            writer.WriteString("SessionId", anomaly.SessionId);
            writer.WriteString("Line", anomaly.Line);
            writer.WriteString("Reason", anomaly.Reason);
            writer.WriteNumber("Id", finding.Id);
            writer.WriteNumber("Count", finding.Count);
            writer.WriteString("Fingerprint", finding.Fingerprint);
            writer.WriteString("Template", anomaly.Template);
            writer.WriteNumber("Position", anomaly.Position);
            writer.WriteNumber("Score", anomaly.Score);
            if (anomaly.SkippedStep is { } skipped)
            {
                writer.WriteString("SkippedStep", skipped);
            }

            writer.WriteStartArray("Expected");
            foreach (var step in anomaly.Expected)
            {
                writer.WriteStringValue(step.Template ?? "(end)");
            }

            writer.WriteEndArray();
        });
    }
}
