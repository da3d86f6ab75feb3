namespace LogGuard.Parsing;

/// <summary>Reads the words of a line from left to right. A word in quotes, or in brackets, may hold blanks.</summary>
/// <param name="text">The line.</param>
/// <param name="start">Where its words begin.</param>
/// <param name="comma">Whether a comma separates words, with possibly nothing between two; otherwise blanks and tabs do.</param>
internal ref struct TokenReader(ReadOnlySpan<char> text, int start = 0, bool comma = false)
{
    private readonly ReadOnlySpan<char> _text = text;
    private bool _isOver;

    /// <summary>The place behind the last word and what separates it from the next one.</summary>
    public int At { get; private set; } = start;

    /// <summary>Reads the next word.</summary>
    /// <param name="word">The word without its quotes or brackets.</param>
    public bool TryNext(out LineRange word)
    {
        word = LineRange.None;
        SkipBlanks();
        if (_isOver || (At >= _text.Length && !comma))
        {
            return false;
        }

        var close = At >= _text.Length ? '\0' : _text[At] switch { '"' => '"', '[' when !comma => ']', '{' when !comma => '}', _ => '\0' };
        var from = close == '\0' ? At : At + 1;
        var end = close == '\0' ? EndOfWord(from) : EndOfQuote(from, close);
        if (end < 0)
        {
            // A quote without an end is a character of the word.
            (from, end) = (At, EndOfWord(At));
            close = '\0';
        }

        word = LineRange.Between(from, end);
        At = close == '\0' ? end : end + 1;
        if (comma)
        {
            var next = _text[At..].IndexOf(',');
            _isOver = next < 0;
            At = next < 0 ? _text.Length : At + next + 1;
        }
        else
        {
            SkipBlanks();
        }

        return true;
    }

    /// <summary>Skips words.</summary>
    public bool TrySkip(int count)
    {
        while (count > 0 && TryNext(out _))
        {
            count--;
        }

        return count == 0;
    }

    private void SkipBlanks()
    {
        while (At < _text.Length && (_text[At] == ' ' || (_text[At] == '\t' && !comma)))
        {
            At++;
        }
    }

    private readonly int EndOfWord(int from)
    {
        var length = comma ? _text[from..].IndexOf(',') : HeaderText.IndexOfBlank(_text[from..]);
        return length < 0 ? _text.Length : from + length;
    }

    private readonly int EndOfQuote(int from, char close)
    {
        for (var at = from; at < _text.Length; at++)
        {
            if (_text[at] == '\\' && close == '"')
            {
                at++;
            }
            else if (_text[at] == close)
            {
                // In comma separated text a doubled quote is one.
                if (comma && at + 1 < _text.Length && _text[at + 1] == '"')
                {
                    at++;
                    continue;
                }

                return at;
            }
        }

        return -1;
    }
}
