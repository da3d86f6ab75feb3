using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using LogGuard.Parsing;
using Spectre.Console;

namespace TextLogs;

/// <summary>Mines the templates of a log.</summary>
internal static class Templates
{
    private const int LongestText = 100;

    public static int Print(string path, string formatText, int top)
    {
        if (!TryFormat(formatText, out var format))
        {
            return 1;
        }

        var clock = Stopwatch.StartNew();
        var miner = new TemplateMiner();
        var (lines, unparsed) = (0L, 0L);
        using var reader = Open(path);
        while (reader.ReadLine() is { } text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var line = format.Split(text);
            lines++;
            unparsed += line.Fits ? 0 : 1;
            miner.Learn(line.Template ?? line.Content);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var table = new Table().Border(TableBorder.Ascii2);
        table.AddColumn(new TableColumn("lines").RightAligned());
        table.AddColumn("template");
        table.AddColumn("example");
        foreach (var template in miner.Templates.OrderByDescending(template => template.Count).Take(top))
        {
            table.AddRow(template.Count.ToString("N0", CultureInfo.InvariantCulture), Text(template.Text), Text(template.Example));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 2 * LongestText + 20);
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"result lines={lines} unparsed={unparsed} templates={miner.Count} lines_per_second={lines / seconds:0}"));
        return 0;
    }

    /// <summary>Gets a format by its name or notation, and prints the error if it is invalid.</summary>
    public static bool TryFormat(string text, out LineFormat format)
    {
        try
        {
            format = LineFormat.TryGet(text, out var known) ? known : LineFormat.Parse(text);
            return true;
        }
        catch (ArgumentException exception)
        {
            Console.Error.WriteLine($"{exception.Message} Known formats: {string.Join(", ", LineFormat.Known)}.");
            format = LineFormat.Plain;
            return false;
        }
    }

    private static StreamReader Open(string path)
    {
        Stream stream = File.OpenRead(path);
        return new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream, Encoding.UTF8);
    }

    private static string Text(string text) => Markup.Escape(text.Length <= LongestText ? text : text[..LongestText] + "…");
}
