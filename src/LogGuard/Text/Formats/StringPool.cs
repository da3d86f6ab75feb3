namespace LogGuard.Parsing;

/// <summary>
/// Returns the same string for the same text, so that a name or a template seen before costs no memory and the vocabulary
/// finds it by reference. Bounded: beyond the limit, or for a very long text, each call returns a new string.
/// </summary>
internal sealed class StringPool(int limit)
{
    // Longer than any sensible template.
    private const int MaxLength = 1024;

    // Four times the templates of a large application: a thousand of 60 characters.
    private const int MaxCharacters = 256 * 1024;

    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);
    private int _characters;

    public int Count => _strings.Count;

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
        {
            return string.Empty;
        }

        if (_strings.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return known;
        }

        var made = text.ToString();
        if (_strings.Count < limit && text.Length <= MaxLength && _characters + text.Length <= MaxCharacters)
        {
            _characters += text.Length;
            _strings.Add(made);
        }

        return made;
    }
}
