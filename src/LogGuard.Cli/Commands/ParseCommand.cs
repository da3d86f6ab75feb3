using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LogGuard.Cli.Input;
using LogGuard.Cli.Output;
using LogGuard.Parsing;
using Spectre.Console;

namespace LogGuard.Cli.Commands;

/// <summary>Mines the templates of logs.</summary>
internal static class ParseCommand
{
    private const int LongestText = 100;

    public static Command Make(CliConsole console)
    {
        var input = new InputOptions();
        var output = OutputOption.Make(OutputOption.Text, OutputOption.Json, OutputOption.Clef);
        var top = new Option<int>("--top") { Description = "Show this many templates, the most frequent first; 0 shows all.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new ExampleCommand(
            "parse", "Mines the templates of logs, and prints how often each comes.",
            "logguard parse app.log",
            "logguard parse 'logs/*.log.gz' --top 0 --output json > templates.json",
            "kubectl logs shop | logguard parse --format ConsoleJson") { output, top };
        input.AddTo(command, hasSessions: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            var log = await RunAsync(console, input.Read(parsed), parsed.GetValue(top), cancellation).ConfigureAwait(false);
            Write(console, log, parsed.GetValue(output)!);
            return ExitCode.Nothing;
        });
        return command;
    }

    private static async Task<ParsedLog> RunAsync(CliConsole console, InputSettings input, int top, CancellationToken cancellation)
    {
        var files = FileFinder.Find(input.Files, console);
        var miner = new TemplateMiner();
        var (lines, unparsed) = (0L, 0L);
        var formats = new List<string>();
        var clock = Stopwatch.StartNew();
        await ReadProgress.RunAsync(console, files, async progress =>
        {
            foreach (var file in files)
            {
                progress.Tell(file.Name);
                using var log = file.Open(console, progress);
                var format = LogLayout.FormatOf(input.Format, log);
                var reader = new LogEventReader(format);
                await ReadAsync(
                    file, log,
                    line =>
                    {
                        lines++;
                        if (reader.Add(line))
                        {
                            Learn(miner, reader);
                        }
                    },
                    cancellation).ConfigureAwait(false);
                if (reader.Flush())
                {
                    Learn(miner, reader);
                }

                unparsed += reader.UnparsedCount;
                formats.Add(format.Name);
            }

            return 0;
        }).ConfigureAwait(false);
        var seconds = clock.Elapsed.TotalSeconds;
        console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{lines:N0} lines, {unparsed:N0} that do not fit the format ({string.Join(", ", formats.Distinct())}), {miner.Count:N0} templates, {lines / seconds:N0} lines a second"));
        var templates = miner.Templates.OrderByDescending(template => template.Count).Take(top > 0 ? top : int.MaxValue);
        return new ParsedLog(lines, unparsed, miner.Count, [.. templates.Select(template => new ParsedTemplate(template.Count, template.Text, template.Example))]);
    }

    private static async Task ReadAsync(LogFile file, LogStream log, LineTaker take, CancellationToken cancellation)
    {
        try
        {
            await LineBlocks.ReadAsync(log, take, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new CommandException($"{file.Name} cannot be read to its end: {exception.Message}");
        }
    }

    // A template that the line carries is exact: nothing is mined.
    private static void Learn(TemplateMiner miner, LogEventReader reader)
    {
        if (reader.Template is { } template)
        {
            miner.Learn(template);
        }
        else
        {
            miner.Learn(reader.Content);
        }
    }

    private static void Write(CliConsole console, ParsedLog log, string output)
    {
        switch (output)
        {
            case OutputOption.Json:
                console.Output.WriteLine(JsonSerializer.Serialize(log, CliJson.Readable.ParsedLog));
                return;
            case OutputOption.Clef:
                foreach (var template in log.Templates)
                {
                    ClefLine.Write(console.Output, DateTimeOffset.UtcNow, "Template {Template} came {Count} times", LogSeverity.Information, writer =>
                    {
                        writer.WriteString("Template", template.Template);
                        writer.WriteNumber("Count", template.Count);
                        writer.WriteString("Example", template.Example);
                    });
                }

                return;
        }

        var table = ResultTable.Make(console);
        table.AddColumn(new TableColumn("lines").RightAligned());
        table.AddColumn("template");
        table.AddColumn("example");
        foreach (var template in log.Templates)
        {
            table.AddRow(ResultTable.Number(template.Count), Short(template.Template), Short(template.Example));
        }

        console.Tables().Write(table);
    }

    private static string Short(string text) => Markup.Escape(ResultTable.Cut(text, LongestText));
}

/// <summary>The templates of logs.</summary>
internal sealed record ParsedLog(long Lines, long Unparsed, int TemplateCount, IReadOnlyList<ParsedTemplate> Templates);

/// <summary>A template, how often it came, and the first line that had it.</summary>
internal sealed record ParsedTemplate(long Count, string Template, string Example);
