using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>The first lines of a text log, kept until they have shown its format and the order of its dates.</summary>
internal sealed class TextSample
{
    // Twice the length of 200 lines of 2,500 characters, which only lines with large objects have.
    private const int MaxCharacters = 1_000_000;

    private readonly List<string> _shown = [];
    private readonly List<(string Line, LinePosition Start)> _pending = [];
    private int _characters;

    /// <summary>Lines that wait for their format.</summary>
    public int PendingCount => _pending.Count;

    public bool IsFull => _shown.Count >= FormatDetector.SampleLimit || _characters >= MaxCharacters;

    public void Add(ReadOnlySpan<char> line, LinePosition start)
    {
        var text = line.ToString();
        _shown.Add(text);
        _pending.Add((text, start));
        _characters += text.Length;
    }

    /// <summary>The ready format that fits all lines so far best.</summary>
    /// <param name="field">A field that it must have; null for none.</param>
    public FormatMatch FindBest(string? field) => FormatDetector.FindBest(_shown, field is null ? null : format => HasField(format, field));

    /// <summary>Finds the order of day and month in the dates of the waiting lines.</summary>
    public void LearnDates(LineFormat format, TimestampReference reference, TimeProvider time)
    {
        var parts = new LineParts(new TimestampReference(time));
        foreach (var (line, _) in _pending)
        {
            format.TrySplit(AnsiText.Strip(line), parts);
        }

        reference.Dates.LearnFrom(parts.Reference.Dates);
    }

    /// <summary>Returns the waiting lines, which then wait no more.</summary>
    public List<(string Line, LinePosition Start)> TakePending()
    {
        var pending = _pending.ToList();
        _pending.Clear();
        return pending;
    }

    private static bool HasField(LineFormat format, string field) =>
        !string.Equals(format.LabelField, field, StringComparison.OrdinalIgnoreCase) && (format.HasOpenFields || format.Fields.Contains(field, StringComparer.OrdinalIgnoreCase));
}
