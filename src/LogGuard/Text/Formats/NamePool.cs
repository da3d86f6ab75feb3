namespace LogGuard.Parsing;

/// <summary>
/// Hands out the same string for the same text, so that a name or a template seen before costs no memory and is found
/// by reference in the vocabulary. Bounded: past the limit, or for a text that is very long, each call makes its own.
/// </summary>
internal sealed class NamePool(int limit)
{
    // Longer than any sensible template; what is longer is not worth its place.
    private const int MaxLength = 1024;

    // The templates of a large application, a thousand of 60 characters, four times over.
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
