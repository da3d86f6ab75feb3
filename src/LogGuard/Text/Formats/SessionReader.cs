using System.Text.RegularExpressions;
using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>Reads the sessions that the lines of one format name. For one thread. Allocates nothing.</summary>
internal sealed class SessionReader
{
    /// <summary>
    /// Most sessions of one line. HDFS names up to 100 blocks in one deletion order. A line with more sessions is a list and
    /// not a step of each of them.
    /// </summary>
    internal const int MaxSessions = 128;

    private readonly LineRange[] _found = new LineRange[MaxSessions];
    private readonly SessionSelector? _selector;
    private readonly int _field;
    private readonly bool _mayBeProperty;

    /// <param name="selector">The session of a line; null if lines name none.</param>
    /// <param name="format">The format of the lines.</param>
    /// <exception cref="ArgumentException">The selector names a field that the format does not have.</exception>
    public SessionReader(SessionSelector? selector, LineFormat format)
    {
        _selector = selector;
        _field = selector?.FieldName is { } name ? HeaderFormat.IndexOf(format.Fields, name) : -1;

        _mayBeProperty = selector?.FieldName is not null && _field < 0 && format.HasOpenFields;
        var faults = new OptionFaults(nameof(SessionSelector));
        faults.Require(
            selector?.FieldName is null || _field >= 0 || _mayBeProperty,
            nameof(SessionSelector.Field), selector?.FieldName ?? "null", $"the fields of {format.Name} are {string.Join(", ", format.Fields)}");
        faults.Require(
            _field < 0 || !string.Equals(format.LabelField, selector!.FieldName, StringComparison.OrdinalIgnoreCase),
            nameof(SessionSelector.Field), selector?.FieldName ?? "null", "a label must not be learnt");
        faults.ThrowIfAny();
    }

    /// <summary>Number of sessions that the last line names.</summary>
    public int Count { get; private set; }

    /// <summary>Sessions beyond <see cref="MaxSessions"/> of one line, which were skipped.</summary>
    public long LeftOutCount { get; private set; }

    /// <summary>Lines that took longer than the time limit. Their sessions found until then count.</summary>
    public long TimeoutCount { get; private set; }

    /// <summary>The name of one session of the last line, for <see cref="LineParts.Slice"/>.</summary>
    public LineRange this[int index] => _found.AsSpan(0, Count)[index];

    /// <summary>Reads the sessions of the line in the parts, which may not fit the format.</summary>
    /// <returns>Their number. Each session counts once.</returns>
    public int Read(ReadOnlySpan<char> line, LineParts parts)
    {
        Count = 0;
        if (_selector?.ContentPattern is { } pattern)
        {
            Search(pattern, line, parts);
        }
        else if (_field >= 0)
        {
            Add(line, parts, parts.Field(_field));
        }
        else if (_mayBeProperty && TryGetProperty(parts, out var property))
        {
            Add(line, parts, property.Value);
        }

        return Count;
    }

    private bool TryGetProperty(LineParts parts, out LineProperty property) =>
        parts.TryGetProperty(_selector!.FieldName, out property)
        || parts.TryGetProperty(_selector.FieldName, StringComparison.OrdinalIgnoreCase, out property);

    private void Search(SessionPattern pattern, ReadOnlySpan<char> line, LineParts parts)
    {
        var content = parts.ContentOf(line);
        var time = new SearchTime(pattern.TimeLimit, content.Length, pattern.IsLinear);
        try
        {
            foreach (var match in pattern.Search(content))
            {
                var name = pattern.NameIn(content, match);
                if (name.Exists)
                {
                    Add(line, parts, name with { Start = parts.Content.Start + name.Start });
                }

                if (time.IsOver())
                {
                    TimeoutCount++;
                    return;
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            TimeoutCount++;
        }
    }

    private void Add(ReadOnlySpan<char> line, LineParts parts, LineRange range)
    {
        var name = parts.Slice(line, range);
        if (name.IsEmpty || name is "-")
        {
            return;
        }

        for (var i = 0; i < Count; i++)
        {
            if (parts.Slice(line, _found[i]).SequenceEqual(name))
            {
                return;
            }
        }

        if (Count == MaxSessions)
        {
            LeftOutCount++;
            return;
        }

        _found[Count++] = range;
    }
}
