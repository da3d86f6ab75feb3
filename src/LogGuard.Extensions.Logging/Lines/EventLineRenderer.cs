using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>Reads an <see cref="EventLine"/> on the detector's thread, and returns it to its pool on release.</summary>
internal class EventLineRenderer : LineRenderer
{
    public static readonly EventLineRenderer Instance = new();

    public override string Render(object line)
    {
        var eventLine = (EventLine)line;
        var message = eventLine.RenderMessage();
        return eventLine.Exception is { } exception ? $"{message} ({exception.GetType().Name}: {exception.Message})" : message;
    }

    public override long GetSize(object line) => ((EventLine)line).GetSize();

    public override string? GetTraceId(object line) => ((EventLine)line).TraceId;

    public override string GetTemplate(object line)
    {
        var eventLine = (EventLine)line;
        return eventLine.KeyText is { } text && !TemplatePlaceholders.IsOnlyOne(eventLine.Template) ? text : eventLine.Template;
    }

    public override string GetMessage(object line)
    {
        // Category and event id tell equal messages apart, too.
        var eventLine = (EventLine)line;
        return string.Concat(eventLine.KeyText is { } text ? text.AsSpan(0, text.Length - eventLine.Template.Length) : default, eventLine.RenderMessage());
    }

    public override string? GetCategory(object line) => ((EventLine)line).Category;

    public override LogEventId? GetEventId(object line) =>
        ((EventLine)line).EventId is var id && (id.Id != 0 || id.Name is not null) ? new LogEventId(id.Id, id.Name) : null;

    public override ExceptionDetail? GetException(object line) =>
        ((EventLine)line).Exception is { } exception ? ExceptionDetail.From(exception) : null;

    public override IReadOnlyList<string> GetPropertyNames(object line) => ((EventLine)line).Names.ToArray();

    public override IReadOnlyList<string> GetValueNames(object line)
    {
        var eventLine = (EventLine)line;
        var names = new List<string>();

        // In the order of the template, and only names in the template: a state may have more values.
        foreach (var hole in TemplatePlaceholders.In(eventLine.Template))
        {
            var index = eventLine.Names.IndexOf(hole);
            if (index >= 0 && !names.Contains(hole) && !double.IsNaN(eventLine.NumberAt(index)))
            {
                names.Add(hole);
            }
        }

        return names;
    }

    public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values)
    {
        var eventLine = (EventLine)line;
        var known = eventLine.Names;
        for (var i = 0; i < names.Length; i++)
        {
            var index = known.IndexOf(names[i]);
            values[i] = index < 0 ? double.NaN : eventLine.NumberAt(index);
        }
    }

    public override string? GetText(object line, string name)
    {
        var eventLine = (EventLine)line;
        var index = eventLine.Names.IndexOf(name);
        return index < 0 ? null : eventLine.TextAt(index);
    }

    public override object? GetValue(object line, string name)
    {
        var eventLine = (EventLine)line;
        var index = eventLine.Names.IndexOf(name);
        return index < 0 ? null : eventLine.ValueAt(index);
    }

    public override void Release(object line)
    {
        var eventLine = (EventLine)line;
        eventLine.Clear();
        eventLine.Pool.Return(eventLine);
    }
}
