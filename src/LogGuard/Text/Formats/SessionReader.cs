using System.Text.RegularExpressions;
using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// Reads the sessions that a line names, for one format, line after line; one thread at a time. Takes no memory.
/// </summary>
internal sealed class SessionReader
{
    /// <summary>
    /// Most sessions of one line. HDFS names up to 100 blocks in one order to delete; a line that names more than this
    /// is a list and no step of each of them.
    /// </summary>
    internal const int MaxSessions = 128;

    private readonly LineRange[] _found = new LineRange[MaxSessions];
    private readonly SessionSelector? _selector;
    private readonly int _field;
    private readonly bool _mayBeProperty;

    /// <param name="selector">What names a session; null where nothing does.</param>
    /// <param name="format">The format of the lines.</param>
    /// <exception cref="ArgumentException">The selector names a field that the format does not have.</exception>
    public SessionReader(SessionSelector? selector, LineFormat format)
    {
        _selector = selector;
        _field = -1;
        for (var i = 0; selector?.FieldName is not null && i < format.Fields.Count; i++)
        {
            _field = format.Fields[i] == selector.FieldName ? i : _field;
        }

        _mayBeProperty = _field < 0 && format.HasOpenFields;
        var faults = new OptionFaults(nameof(SessionSelector));
        faults.Require(
            selector?.FieldName is null || _field >= 0 || _mayBeProperty,
            nameof(SessionSelector.Field), selector?.FieldName ?? "null", $"the fields of {format.Name} are {string.Join(", ", format.Fields)}");
        faults.Require(
            _field < 0 || format.LabelField != selector!.FieldName,
            nameof(SessionSelector.Field), selector?.FieldName ?? "null", "a label must not be learned from");
        faults.ThrowIfAny();
    }

    /// <summary>Number of sessions that the last line names.</summary>
    public int Count { get; private set; }

    /// <summary>How many sessions of lines that name more than <see cref="MaxSessions"/> were left out.</summary>
    public long LeftOutCount { get; private set; }

    /// <summary>How many lines took longer than the time limit; what they named until then is kept.</summary>
    public long TimeoutCount { get; private set; }

    /// <summary>The name of one session of the last line, for <see cref="LineParts.Slice"/>.</summary>
    public LineRange this[int index] => _found.AsSpan(0, Count)[index];

    /// <summary>Reads the sessions of a line that was split, or that did not fit, into the parts.</summary>
    /// <returns>Their number, each counted once.</returns>
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
        else if (_mayBeProperty && parts.TryGetProperty(_selector!.FieldName, out var property))
        {
            Add(line, parts, property.Value);
        }

        return Count;
    }

    private void Search(SessionPattern pattern, ReadOnlySpan<char> line, LineParts parts)
    {
        var content = parts.ContentOf(line);
        try
        {
            foreach (var match in pattern.Search(content))
            {
                var name = pattern.NameIn(content, match);
                if (name.Exists)
                {
                    Add(line, parts, name with { Start = parts.Content.Start + name.Start });
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
