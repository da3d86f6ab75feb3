using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

/// <summary>An event that a format and its joiner make of lines.</summary>
internal sealed record JoinedEvent(bool Fits, string Content, string? Template, LogSeverity? Severity, DateTime? Time, string? Trace, string[] Lines)
{
    private Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>A field or a property; null if it is missing.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>The events of a text by a ready format. Events and joined lines must add up to the lines.</summary>
    public static List<JoinedEvent> By(string format, string text)
    {
        Assert.True(LineFormat.TryGet(format, out var found), format);
        return By(found, text);
    }

    public static List<JoinedEvent> By(LineFormat format, string text)
    {
        var joiner = new EventJoiner(format);
        var events = new List<JoinedEvent>();
        var lines = text.TrimEnd('\n').Split('\n');
        foreach (var line in lines)
        {
            if (joiner.Add(line, out var completed))
            {
                events.Add(Of(completed, format));
            }
        }

        if (joiner.Flush(out var last))
        {
            events.Add(Of(last, format));
        }

        Assert.Equal(lines.Length, joiner.EventCount + joiner.JoinedLineCount);
        Assert.Equal(events.Count, joiner.EventCount);
        Assert.Equal(events.Count(one => !one.Fits), joiner.UnfitCount);
        return events;
    }

    private static JoinedEvent Of(MultiLineEvent read, LineFormat format)
    {
        var parts = read.Parts;
        var made = new JoinedEvent(
            read.Fits, read.Content.ToString(), parts.Template, parts.HasSeverity ? parts.Severity : null,
            parts.HasTimestamp ? new DateTime(parts.TimestampTicks, DateTimeKind.Utc) : null,
            parts.TraceId.Exists ? parts.Slice(read.Head, parts.TraceId).ToString() : null, read.Text.ToString().Split('\n'));
        for (var i = 0; i < format.Fields.Count; i++)
        {
            if (parts.Field(i).Exists)
            {
                made.Values[format.Fields[i]] = parts.Slice(read.Head, parts.Field(i)).ToString();
            }
        }

        for (var i = 0; i < parts.PropertyCount; i++)
        {
            made.Values.TryAdd(parts.Property(i).Name, parts.Slice(read.Head, parts.Property(i).Value).ToString());
        }

        return made;
    }
}
