using System.Globalization;
using Spectre.Console;

namespace LogGuard.Cli.Output;

/// <summary>The look of the tables of all commands.</summary>
internal static class ResultTable
{
    /// <summary>Makes a table, with borders of plain characters where the output is piped.</summary>
    public static Table Make(CliConsole console) => new Table().Border(console.IsOutputTerminal ? TableBorder.Rounded : TableBorder.Ascii2);

    /// <summary>A number in a cell.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A text without markup, cut after a number of characters.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";
}
