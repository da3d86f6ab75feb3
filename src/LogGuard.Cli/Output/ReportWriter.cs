using System.Globalization;
using System.Text.Json;
using LogGuard.Cli.Models;
using Spectre.Console;

namespace LogGuard.Cli.Output;

/// <summary>Writes the findings of a report in one of the formats.</summary>
internal static class ReportWriter
{
    private const int LongestText = 90;

    public static void Write(CliConsole console, DetectionReport report, string output)
    {
        switch (output)
        {
            case OutputOption.Json:
                console.Output.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.DetectionReport));
                break;
            case OutputOption.Clef:
                foreach (var finding in report.Findings)
                {
                    FindingClef.Write(console.Output, finding);
                }

                break;
            case OutputOption.Sarif:
                SarifWriter.Write(console.Output, report);
                break;
            default:
                WriteText(console, report);
                break;
        }
    }

    private static void WriteText(CliConsole console, DetectionReport report)
    {
        foreach (var finding in report.Findings)
        {
            console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"#{finding.Id} {finding.Anomaly.Timestamp:u}"));
            console.Output.WriteLine(finding.Anomaly);
            console.Output.WriteLine();
        }

        if (report.Findings.Count > 0)
        {
            WriteTable(console, report);
        }
    }

    private static void WriteTable(CliConsole console, DetectionReport report)
    {
        var table = ResultTable.Make(console);
        table.AddColumn(new TableColumn("ID").RightAligned());
        table.AddColumn(new TableColumn("times").RightAligned());
        table.AddColumn(new TableColumn("sessions").RightAligned());
        table.AddColumn("template");
        table.AddColumn("fingerprint");
        foreach (var finding in report.Findings)
        {
            var template = finding.Anomaly.Template;
            table.AddRow(
                ResultTable.Number(finding.Id), ResultTable.Number(finding.Count), ResultTable.Number(finding.SessionCount),
                Markup.Escape(ResultTable.Cut(template, LongestText)), finding.Fingerprint);
        }

        console.Tables().Write(table);
    }
}
