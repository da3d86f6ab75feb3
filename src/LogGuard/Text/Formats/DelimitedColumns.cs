namespace LogGuard.Parsing;

/// <summary>The columns that a log's own header names, such as <c>#Fields: date time cs-method</c>. Immutable.</summary>
internal sealed class DelimitedColumns
{
    /// <summary>Most columns: those of one line's properties.</summary>
    public const int MaxCount = LineParts.MaxProperties;

    /// <summary>Longest header, in characters: the columns of all products together.</summary>
    public const int MaxLength = 4_096;

    // The longest name is that of a header of a request, in parentheses.
    private const int MaxNameLength = 128;

    /// <param name="header">The names, with blanks, tabs or commas between them.</param>
    public DelimitedColumns(string header)
    {
        Header = header;
        HasCommas = header.Contains(',');
        Names = header.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        Date = IndexOf("date", "date-time", "x-timestamp", "#timestamp", "datetime", "date-local");
        Time = IndexOf("time", "time-local");
        Method = IndexOf("cs-method", "c-method", "cs_method");
        Stem = IndexOf("cs-uri-stem", "cs-uri", "cs_uri_stem");
        Query = IndexOf("cs-uri-query");
        Status = IndexOf("sc-status", "cs-status", "x-edge-response-status");
    }

    public string Header { get; }

    public IReadOnlyList<string> Names { get; }

    public bool HasCommas { get; }

    /// <summary>Whether the names are some that a log's columns may have.</summary>
    public bool AreUsable => Names.Count is > 0 and <= MaxCount && Names.All(name => name.Length <= MaxNameLength);

    /// <summary>The column of the date, or of date and time; -1 without one, as for all others.</summary>
    public int Date { get; }

    public int Time { get; }

    public int Method { get; }

    public int Stem { get; }

    public int Query { get; }

    public int Status { get; }

    private int IndexOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < Names.Count; i++)
            {
                if (Names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }
        }

        return -1;
    }
}
