using System.Globalization;
using Spectre.Console;

namespace LogGuard.EvaluationRuns;

/// <summary>What an evaluation found: a table for people and a line of figures for programs.</summary>
internal sealed class Report(string name)
{
    private readonly List<(string Question, string Figure, string Bar)> _rows = [];
    private readonly List<string> _figures = [];
    private readonly List<string> _notes = [];

    /// <summary>Adds a figure.</summary>
    /// <param name="key">Its name in the last line; null: for people only.</param>
    /// <param name="question">What it says.</param>
    /// <param name="value">The figure.</param>
    /// <param name="format">Its format.</param>
    /// <param name="bar">What it should be; empty where there is no bar.</param>
    public void Add(string? key, string question, double value, string format = "0", string bar = "")
    {
        var figure = value.ToString(format, CultureInfo.InvariantCulture);
        _rows.Add((question, figure, bar));
        if (key is not null)
        {
            _figures.Add($"{key}={figure}");
        }
    }

    /// <summary>Adds a line of text beneath the table.</summary>
    public void Note(string text) => _notes.Add(text);

    public void Print()
    {
        var table = new Table().Border(TableBorder.Ascii2).Title(name);
        table.AddColumn("figure");
        table.AddColumn(new TableColumn("measured").RightAligned());
        table.AddColumn("bar");
        foreach (var (question, figure, bar) in _rows)
        {
            table.AddRow(Markup.Escape(question), figure, Markup.Escape(bar));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
        AnsiConsole.Write(table);
        foreach (var note in _notes)
        {
            Console.WriteLine(note);
        }

        Console.WriteLine($"result name={name} {string.Join(' ', _figures)}");
    }
}
