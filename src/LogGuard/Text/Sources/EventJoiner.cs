using System.Diagnostics.CodeAnalysis;
using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// Joins lines to events. The beginning of the next event ends an event, so each is returned one line late, and the last one
/// by <see cref="Flush"/>. For one thread. The rule and the longest line bound the memory.
/// </summary>
internal sealed class EventJoiner
{
    private readonly LineFormat _format;
    private readonly MultiLineRule _rule;

    // The event that lines are joined to, and the event that was returned last or is free.
    private MultiLineEvent _open;
    private MultiLineEvent _other;
    private bool _hasOpen;

    /// <exception cref="ArgumentException">The rule is wrong.</exception>
    public EventJoiner(LineFormat format, MultiLineRule? rule = null, TimeProvider? time = null)
    {
        _format = format;
        _rule = (rule ?? new MultiLineRule()).Copy();
        var faults = new OptionFaults(nameof(MultiLineRule));
        _rule.Check(faults);
        faults.ThrowIfAny();
        Reference = new TimestampReference(time);
        var (names, templates) = (new StringPool(limit: 4096), new StringPool(limit: 4096));
        var memory = new LineMemory();
        _open = new MultiLineEvent(Reference, names, templates, memory);
        _other = new MultiLineEvent(Reference, names, templates, memory);
    }

    /// <summary>Events begun so far.</summary>
    public long EventCount { get; private set; }

    /// <summary>Events whose first line does not fit the format.</summary>
    public long UnfitCount { get; private set; }

    /// <summary>Lines that were joined to an event, and blank lines, which carry nothing.</summary>
    public long JoinedLineCount { get; private set; }

    /// <summary>Lines that were joined only because they do not fit, and look neither indented nor like a stack trace.</summary>
    public long JoinedUnfitCount { get; private set; }

    /// <summary>Lines that were joined to an event but not kept, because the event has too many.</summary>
    public long DroppedLineCount { get; private set; }

    /// <summary>Lines that were cut because their event is too long.</summary>
    public long CutLineCount { get; private set; }

    /// <summary>Completes timestamps without a year. A caller may set it to the file's own time before the first line.</summary>
    public TimestampReference Reference { get; }

    /// <summary>Takes the next line, without its line end.</summary>
    /// <param name="line">The line; it is copied.</param>
    /// <param name="completed">The event before it, once it is known to be complete. Valid until the next line but one.</param>
    /// <param name="isCounted">False for a further event of a line that was counted with the first one.</param>
    public bool Add(ReadOnlySpan<char> line, [NotNullWhen(true)] out MultiLineEvent? completed, bool isCounted = true)
    {
        completed = null;

        // A blank line carries no information of its own.
        if (line.IsWhiteSpace())
        {
            JoinedLineCount++;
            if (_hasOpen && _rule.Enabled)
            {
                Join([]);
            }

            return false;
        }

        // Split into the free event at once: the result decides whether the line begins an event, and the work is done once.
        _other.Begin(line, _format);
        if (_hasOpen && _rule.Enabled && Continues())
        {
            Join(line, isCounted);
            return false;
        }

        completed = Close();
        (_open, _other) = (_other, _open);
        _hasOpen = true;
        EventCount += isCounted ? 1 : 0;
        UnfitCount += _open.Fits || _open.IsHeadOpen || !isCounted ? 0 : 1;
        return completed is not null;
    }

    /// <summary>Returns the last event: at the end of a file, or after a while without a further line.</summary>
    public bool Flush([NotNullWhen(true)] out MultiLineEvent? completed)
    {
        completed = Close();
        if (_hasOpen)
        {
            (_open, _other) = (_other, _open);
        }

        _hasOpen = false;
        return completed is not null;
    }

    // The open event, with its head read as a whole.
    private MultiLineEvent? Close()
    {
        if (!_hasOpen)
        {
            return null;
        }

        if (_open.IsHeadOpen)
        {
            CloseHead();
        }

        return _open;
    }

    private bool Continues()
    {
        switch (_other.Parts.Role)
        {
            case LineRole.Opens:
                return false;
            case LineRole.Inner or LineRole.Closes when _open.IsHeadOpen || _other.Parts.IsContinuation:
            case LineRole.Follows:
                return true;
        }

        if (_format.HasHeader && _other.Fits)
        {
            return false;
        }

        if (_format.JoinsUnfitLines && MultiLineRule.LooksContinued(_other.Head))
        {
            return true;
        }

        // A line that does not fit begins an event of its own after another one that does not fit: the format is wrong for
        // both, and joining them would hide that. A line that begins as lines of logs do is one of another format.
        var isJoined = _rule.JoinUnfitLines && _format is { HasHeader: true, JoinsUnfitLines: true } && _open.Fits && _open.LineCount < _rule.MaxLines
            && !LineStart.IsOfEvent(_other.Head);
        JoinedUnfitCount += isJoined ? 1 : 0;
        return isJoined;
    }

    private void Join(ReadOnlySpan<char> line, bool isCounted = true)
    {
        var role = line.IsEmpty ? LineRole.None : _other.Parts.Role;
        if (role is LineRole.None or LineRole.Follows && _open.IsHeadOpen && line.Length > 0)
        {
            CloseHead();
        }

        var room = _rule.MaxCharacters - _open.FollowingLength - 1;
        JoinedLineCount += line.Length > 0 && isCounted ? 1 : 0;
        if (_open.LineCount >= _rule.MaxLines || room <= 0)
        {
            DroppedLineCount += line.Length > 0 ? 1 : 0;
            return;
        }

        // A container's line is shown without the container.
        var parts = _other.Parts;
        var text = !_open.IsHeadOpen && role != LineRole.None && parts.Shown.Exists ? parts.Slice(line, parts.Shown) : line;
        CutLineCount += text.Length > room ? 1 : 0;
        _open.Add(text, room);
        if (role == LineRole.Closes && _open.IsHeadOpen)
        {
            CloseHead();
        }
    }

    private void CloseHead()
    {
        _open.CloseHead(_format);
        UnfitCount += _open.Fits ? 0 : 1;
    }
}
