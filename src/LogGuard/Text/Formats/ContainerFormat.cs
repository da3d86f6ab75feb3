using System.Buffers;

namespace LogGuard.Parsing;

/// <summary>
/// Lines that a container's runtime wraps in lines of its own. The line within is read by a format of its own: the given one, or
/// the first ready one that it fits. Its fields are properties.
/// </summary>
internal abstract class ContainerFormat : LineFormat
{
    private const int Time = 0;
    private const int Stream = 1;
    private const int Content = 2;

    // After so many lines that fit nothing, the lines within have no format, and only the last one that fitted is tried.
    private const int MaxMisses = 200;

    private protected ContainerFormat(string name, LineFormat? inner, TimeSpan assumedOffset)
        : base(name, ["Time", "Stream", "Content"], assumedOffset, inner is null ? SessionSelector.Field("TraceId") : inner.Session)
    {
        Inner = inner;
    }

    /// <summary>The format of the lines within; null if it is found from them.</summary>
    internal LineFormat? Inner { get; }

    internal override bool HasOpenFields => true;

    internal override bool JoinsUnfitLines => false;

    /// <summary>The same format with another one for the lines within.</summary>
    internal abstract ContainerFormat With(LineFormat inner);

    /// <summary>Finds the line within one line, or a piece of it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="parts">Its own text receives all ranges.</param>
    /// <param name="wrapping">Receives the parts.</param>
    private protected abstract bool TryUnwrap(ReadOnlySpan<char> line, LineParts parts, out Wrapping wrapping);

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        parts.UseOwnText();
        var text = parts.InnerText;
        text.ResetWrittenCount();
        var first = default(Wrapping);
        var last = default(Wrapping);
        var isSingle = true;
        for (var at = 0; at <= line.Length;)
        {
            var end = HeaderText.EndOfLine(line, at);
            isSingle &= end == line.Length;
            if (!TryUnwrap(line[at..end], parts, out var wrapping))
            {
                return false;
            }

            if (at > 0 && !last.IsPartial)
            {
                text.Write("\n");
            }

            text.Write(wrapping.Text.Of(parts.OwnText));
            first = at == 0 ? wrapping : first;
            last = wrapping;
            at = end + 1;
        }

        parts.SetField(Time, first.Time);
        parts.SetField(Stream, first.Stream);
        if (AnsiText.IsNeeded(text.WrittenSpan))
        {
            var plain = AnsiText.Strip(text.WrittenSpan.ToString());
            text.ResetWrittenCount();
            text.Write(plain);
        }

        ReadInner(text.WrittenSpan, parts);
        TryReadTimestamp(first.Time.Of(parts.OwnText), parts);
        if (isSingle)
        {
            SetRole(last, parts);
        }

        return true;
    }

    // Pieces follow each other; otherwise the line within decides what it is to the event before it.
    private static void SetRole(Wrapping last, LineParts parts)
    {
        var memory = parts.Memory;
        var stream = last.Stream.Length > 0 ? last.Stream.Of(parts.OwnText)[^1] : ' ';
        if (memory.PartialStream == stream)
        {
            parts.Role = last.IsPartial ? LineRole.Inner : LineRole.Closes;
        }
        else if (last.IsPartial)
        {
            parts.Role = LineRole.Opens;
        }

        memory.PartialStream = last.IsPartial ? stream : memory.PartialStream == stream ? '\0' : memory.PartialStream;
    }

    private void ReadInner(ReadOnlySpan<char> text, LineParts parts)
    {
        var inner = parts.Inner;
        var format = Inner ?? parts.Memory.Inner;
        var fits = format is not null && format.TrySplit(text, inner);
        var role = format is null ? LineRole.None : inner.Role;
        if (!fits && role == LineRole.None && Inner is null && Find(text, parts) is { } found)
        {
            (format, fits, role) = (found, true, inner.Role);
        }

        if (fits || role == LineRole.Opens)
        {
            parts.Memory.InnerMisses = 0;
            parts.Role = role;
            Take(text, format!, inner, parts);
            return;
        }

        // The line is shown without the container, whatever it is.
        parts.Memory.InnerMisses++;
        parts.IsContinuation = Continues(text, format);
        parts.Role = role != LineRole.None ? role : parts.IsContinuation ? LineRole.Follows : LineRole.None;
        parts.Shown = parts.Append(text);
        parts.SetContent(Content, HeaderText.Trim(parts.OwnText, parts.Shown.Start, parts.Shown.End));
    }

    private static LineFormat? Find(ReadOnlySpan<char> text, LineParts parts)
    {
        var memory = parts.Memory;
        for (var i = 0; memory.InnerMisses < MaxMisses && i < ReadyFormats.WithinContainers.Count; i++)
        {
            var candidate = ReadyFormats.WithinContainers[i];
            if (candidate != memory.Inner && (candidate.TrySplit(text, parts.Inner) || parts.Inner.Role == LineRole.Opens))
            {
                return memory.Inner = candidate;
            }
        }

        return null;
    }

    // A line of a trace, or one without the header that the others have.
    private static bool Continues(ReadOnlySpan<char> text, LineFormat? format) =>
        MultiLineRule.LooksContinued(text)
        || (format is { HasHeader: true, JoinsUnfitLines: true } && text.Length > 0 && char.IsLetter(text[0]) && !LineStart.IsOfEvent(text));

    private static void Take(ReadOnlySpan<char> text, LineFormat format, LineParts inner, LineParts parts)
    {
        if (inner.UsesOwnText)
        {
            var shown = inner.Shown.Exists ? inner.Shown : inner.Content;
            parts.Shown = parts.Append(shown.Of(inner.OwnText));
            parts.Content = inner.Content with { Start = parts.Shown.Start + inner.Content.Start - shown.Start };
            parts.Following = inner.Following.Exists ? parts.Append(inner.Following.Of(inner.OwnText)) : LineRange.None;
        }
        else
        {
            parts.Shown = parts.Append(text);
            parts.Content = inner.Content with { Start = parts.Shown.Start + inner.Content.Start };
        }

        parts.SetField(Content, parts.Content);
        parts.Template = inner.Template;
        for (var i = 0; i < format.Fields.Count; i++)
        {
            var field = inner.Field(i);
            if (field.Exists && field != inner.Content)
            {
                parts.AddProperty(format.Fields[i], parts.Append(inner.Slice(text, field)));
            }
        }

        for (var i = 0; i < inner.PropertyCount; i++)
        {
            ref readonly var property = ref inner.Property(i);
            parts.AddProperty(property.Name, parts.Append(inner.Slice(text, property.Value)), property.Number);
        }

        if (inner.TraceId.Exists)
        {
            parts.TraceId = parts.Append(inner.Slice(text, inner.TraceId));
            parts.AddProperty("TraceId", parts.TraceId);
        }

        if (inner.HasSeverity)
        {
            parts.SetSeverity(inner.Severity);
        }

        if (inner.HasTimestamp)
        {
            parts.SetTimestamp(inner.TimestampTicks);
        }
    }

    /// <summary>The parts of a container's line, in own text.</summary>
    private protected readonly record struct Wrapping(LineRange Time, LineRange Stream, LineRange Text, bool IsPartial);
}
