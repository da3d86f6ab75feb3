using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

/// <summary>A line taken apart, as strings.</summary>
internal sealed class SplitLine
{
    private readonly string _line;
    private readonly LineFormat _format;

    public SplitLine(LineFormat format, string line, LineParts? parts = null)
    {
        _line = line;
        _format = format;
        Parts = parts ?? new LineParts();
        Fits = format.TrySplit(line, Parts);
    }

    public LineParts Parts { get; }

    public bool Fits { get; }

    public string Content => Parts.ContentOf(_line).ToString();

    public string Label => Parts.Slice(_line, Parts.Label).ToString();

    public DateTime? Time => Parts.HasTimestamp ? new DateTime(Parts.TimestampTicks, DateTimeKind.Utc) : null;

    public LogSeverity? Severity => Parts.HasSeverity ? Parts.Severity : null;

    /// <summary>A field; null where it is missing.</summary>
    public string? this[string field]
    {
        get
        {
            var range = Parts.Field(_format.Fields.ToList().IndexOf(field));
            return range.Exists ? Parts.Slice(_line, range).ToString() : null;
        }
    }

    public static SplitLine By(string format, string line)
    {
        Assert.True(LineFormat.TryGet(format, out var found), format);
        return new SplitLine(found, line);
    }

    public string? Property(string name) => Parts.TryGetProperty(name, out var property) ? Parts.Slice(_line, property.Value).ToString() : null;
}
